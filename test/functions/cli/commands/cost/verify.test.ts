import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Io } from "#functions/cli/io.ts";
import { runCli } from "#functions/cli/program.ts";
import type { ExportNamed } from "#shared/cost/verify/read-export.ts";
import { err, ok } from "#shared/kernel/result.ts";
import { usd } from "#test/support/cost-company.ts";
import { folderOf } from "#test/support/cost-folder.ts";
import { periodsOf } from "#test/support/cost-year.ts";

const { files, now, report } = folderOf(7, { periods: periodsOf(7).slice(-2) });
const EXPORT = { lines: now.lines, files: report.quality.imports.flatMap((each) => each.files) };

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "tollgate-verify-"));
  for (const { name, text } of files) writeFileSync(join(dir, name), text);
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

async function verify(readBills: Io["readBills"], ...words: readonly string[]) {
  let [out, said] = ["", ""];
  const io: Io = {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      said += text;
    },
    env: {},
    cwd: dir,
    width: undefined,
    ask: undefined,
    ...(readBills === undefined ? {} : { readBills }),
  };
  return { exit: await runCli(["cost", "verify", dir, ...words], io), out, err: said };
}

describe("tollgate cost verify --export", () => {
  test("reads the export as it was taken in: of the report's month and currency, by whole paths", async () => {
    const asked: ExportNamed[] = [];
    const readBills: Io["readBills"] = async (named) => {
      asked.push(named);
      return ok(EXPORT);
    };
    const flags = ["--export", "a.csv", "more", "--rate", "EUR=1.0825", "--assume", "InvoiceId=7"];
    const { exit, out } = await verify(readBills, ...flags);
    expect([exit, out]).toEqual([0, expect.stringContaining("bill rows and of the export, 5 files, all match.")]);
    expect(asked).toEqual([
      {
        names: [join(dir, "a.csv"), join(dir, "more")],
        month: "2026-10",
        currency: "USD",
        rates: new Map([["EUR", usd("1.0825")]]),
        assume: new Map([["InvoiceId", "7"]]),
      },
    ]);
  });

  test.each([
    {
      because: "the export lacks a file",
      readBills: (async () => ok({ ...EXPORT, files: [] })) as Io["readBills"],
      exit: 1,
      err: 'found "no such file in the export"',
    },
    {
      because: "the export has other amounts",
      readBills: (async () => ok({ ...EXPORT, lines: now.lines.slice(1) })) as Io["readBills"],
      exit: 1,
      err: "of ledger.csv: found",
    },
    {
      because: "the export is refused",
      readBills: (async () => err({ message: 'Cannot take in "a.csv": it is empty' })) as Io["readBills"],
      exit: 1,
      err: 'Cannot verify with "a.csv": it is empty',
    },
    { because: "nothing reads bills", readBills: undefined, exit: 1, err: "this command line reads no bills" },
  ])("ends with $exit where $because", async ({ readBills, exit, err: words }) => {
    const ended = await verify(readBills, "--export", "a.csv");
    expect(ended.exit).toBe(exit);
    expect(ended.err).toContain(words);
  });

  test.each(["EUR=much", "EUR=-1", "EUR=0"])("refuses %s as a rate: wrong use", async (rate) => {
    const { exit, err: words } = await verify(async () => ok(EXPORT), "--export", "a.csv", "--rate", rate);
    expect([exit, words]).toEqual([2, expect.stringContaining("as the rate of EUR: write a number such as 1.0825")]);
  });
});
