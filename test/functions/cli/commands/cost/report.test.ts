import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runCli } from "#functions/cli/program.ts";
import { folderOf } from "#test/support/cost-folder.ts";
import { periodsOf } from "#test/support/cost-year.ts";

const { files, report } = folderOf(7, { periods: periodsOf(7).slice(-2) });

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "tollgate-verify-"));
  for (const { name, text } of files) writeFileSync(join(dir, name), text);
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

async function tollgate(...words: readonly string[]): Promise<{ exit: number; out: string; err: string }> {
  let [out, err] = ["", ""];
  const exit = await runCli(words, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    env: {},
    cwd: dir,
    width: undefined,
    ask: undefined,
  });
  return { exit, out, err };
}

describe("tollgate cost verify", () => {
  test("confirms a folder without a plane, and says how much it recomputed", async () => {
    const { exit, out } = await tollgate("cost", "verify", dir);
    expect([exit, out]).toEqual([
      0,
      expect.stringMatching(
        /^finance-monthly-2026-10-v1: \d{3,} figures recomputed from \d+ bill rows, 5 files, all match\.\n$/,
      ),
    ]);
  });

  test("names the first figure that differs, on stderr, and ends with 1", async () => {
    const path = join(dir, "report.json");
    writeFileSync(path, readFileSync(path, "utf8").replace('"tied": true', '"tied": false'));
    const { exit, err } = await tollgate("cost", "verify", dir);
    expect(exit).toBe(1);
    expect(err).toMatch(/^Cannot confirm bytes of report.json: found "\d+", expected "\d+"\n/);
  });

  test("answers with what it found under --json", async () => {
    writeFileSync(join(dir, "ledger.csv"), "");
    const { exit, out } = await tollgate("cost", "verify", dir, "--json");
    expect(exit).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      report: report.id,
      findings: expect.arrayContaining([expect.objectContaining({ file: "ledger.csv" })]),
    });
  });

  test("says what a report is where there is none", async () => {
    const { exit, err } = await tollgate("cost", "verify", join(dir, "nowhere"));
    expect([exit, err]).toEqual([2, expect.stringContaining("a report is a folder with report.html")]);
  });
});
