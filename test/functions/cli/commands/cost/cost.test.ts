import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { cliIn, jsonOf } from "#test/support/cli.ts";
import { type RunningTestPlane, runningPlane } from "#test/support/running-plane.ts";

// A whole plane on a busy machine takes its time.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });
afterAll(() => vi.resetConfig());

let plane: RunningTestPlane;
let cwd: string;
beforeAll(async () => {
  plane = await runningPlane();
  cwd = mkdtempSync(join(tmpdir(), "tollgate-cost-"));
});
afterAll(async () => {
  await plane.close();
  rmSync(cwd, { recursive: true, force: true });
});

const tollgate = (...words: readonly string[]) => cliIn({ cwd, env: { TOLLGATE_URL: plane.url } })(...words);

const HEAD =
  "BillingPeriodStart,ChargePeriodStart,ChargeCategory,BilledCost,EffectiveCost,ListCost,ContractedCost,BillingCurrency";
const bill = (...amounts: readonly string[]): string =>
  [
    HEAD,
    ...amounts.map(
      (amount) => `2024-03-01T00:00:00Z,2024-03-02T00:00:00Z,Usage,${amount},${amount},${amount},${amount},USD`,
    ),
    "",
  ].join("\n");

type Made = { readonly reportId: string; readonly totals: { readonly billed: string } };

describe("tollgate cost report", () => {
  test("prints what scripts rely on, writes every file into the folder, and it verifies offline", async () => {
    const told = await tollgate("cost", "report", "--month", plane.month, "--out", "whole", "--json");
    expect(told).toMatchObject({ exit: 0 });
    expect(jsonOf(told)).toMatchObject({
      reportId: `finance-monthly-${plane.month}-v1`,
      state: expect.stringMatching(/^(DRAFT|FINAL|RESTATED)$/),
      totals: {
        billed: expect.stringMatching(/^-?\d+(\.\d+)?$/),
        effective: expect.any(String),
        workloads: expect.any(String),
        pools: expect.any(String),
        unallocated: expect.any(String),
      },
      tie: [
        { name: expect.any(String), amount: "0" },
        { name: expect.any(String), amount: "0" },
      ],
    });
    expect(readdirSync(join(cwd, "whole")).toSorted()).toEqual([
      "allocation.csv",
      "ledger.csv",
      "manifest.json",
      "report.html",
      "report.json",
    ]);
    const offline = cliIn({ cwd });
    expect(await offline("cost", "verify", "whole")).toMatchObject({ exit: 0 });
    const ledger = join(cwd, "whole", "ledger.csv");
    writeFileSync(ledger, readFileSync(ledger, "utf8").replace(`${plane.month}-01`, `${plane.month}-02`));
    const altered = await offline("cost", "verify", "whole", "--json");
    expect(altered).toMatchObject({ exit: 1, err: expect.stringContaining("ledger.csv") });
    expect(jsonOf(altered)).toMatchObject({ findings: expect.any(Array) });
  });

  test("says in words what ties, and where to look", async () => {
    const { out } = await tollgate("cost", "report", "--month", plane.month, "--out", "again");
    expect(out).toMatch(/^finance-monthly-\d{4}-\d\d-v1 is FINAL: every row is on an invoice\n/);
    expect(out).toMatch(/ USD billed = \S+ of workloads \+ \S+ in pools \+ \S+ unallocated\n/);
    expect(out).toContain("open again/report.html");
  });

  test.each([
    { month: "2020-01", words: [], exit: 1, says: "no bill of that month was taken in", because: "no bill came" },
    {
      words: ["--report", "nope"],
      exit: 2,
      says: "finance-monthly",
      because: "no such document",
    },
    {
      words: ["--as", "ada.berg"],
      exit: 1,
      says: "finance or operator",
      because: "it is not hers",
    },
  ])("is refused, and nothing is written, when $because", async ({ month = plane.month, words, exit, says }) => {
    const told = await tollgate("cost", "report", "--month", month, ...words, "--out", "refused");
    expect(told).toMatchObject({ exit, out: "" });
    expect(told.err).toContain(says);
    expect(existsSync(join(cwd, "refused"))).toBe(false);
  });

  test.each(["2026-13", "October", "2026-1", "=2026-10"])("is told of --month %s that it is none", async (text) => {
    const told = await tollgate("cost", "report", "--month", text, "--out", "refused");
    expect(told).toMatchObject({ exit: 2, out: "", err: expect.stringContaining("is no month such as 2026-10") });
    expect(existsSync(join(cwd, "refused"))).toBe(false);
  });

  test("says so when the folder cannot be written", async () => {
    writeFileSync(join(cwd, "a-file"), "");
    const told = await tollgate("cost", "report", "--month", plane.month, "--out", "a-file");
    expect(told).toMatchObject({ exit: 1, err: expect.stringContaining("Cannot write the report into") });
  });
});

describe("tollgate cost ingest", () => {
  test("takes a file in by its whole path, once, and a correction in its place", async () => {
    writeFileSync(join(cwd, "march.csv"), bill("0.1", "0.2"));
    const first = await tollgate("cost", "ingest", "march.csv", "--source", "spare", "--json");
    expect(first.exit).toBe(0);
    expect(jsonOf(first)).toMatchObject({
      outcome: "taken-in",
      import: { source: "spare", rows: 2, totals: { billed: "0.3" }, periods: [{ period: "2024-03", rows: 2 }] },
    });
    expect((await tollgate("cost", "ingest", "march.csv", "--source", "spare")).out).toMatch(
      /^Nothing changed: 2 rows of 1 file from spare were taken in before/,
    );
    writeFileSync(join(cwd, "march-again.csv"), bill("0.1", "0.25"));
    const corrected = await tollgate("cost", "ingest", "march-again.csv", "--source", "spare");
    expect(corrected.out).toContain("billed 0.35 USD");
    expect(corrected.out).toContain("billed differs by 0.05 USD");
    const replaced = await tollgate("cost", "ingest", "march.csv", "--source", "spare");
    expect(replaced.out).toContain("They do not count in 2024-03: later bills replaced them");
    const withdrawn = await tollgate("cost", "ingest", "march.csv", "--source", "spare", "--again");
    expect(withdrawn.out).toContain("billed differs by -0.05 USD");
    await tollgate("cost", "ingest", "march-again.csv", "--source", "spare", "--again");
    const made = await tollgate("cost", "report", "--month", "2024-03", "--json");
    expect(jsonOf<Made>(made).totals.billed).toBe("0.35");
  });

  test.each([
    { because: "there is no such file", name: "nothing.csv", text: undefined, exit: 2, says: "there is no such file" },
    {
      because: "a column is missing",
      name: "bad.csv",
      text: "BilledCost\n1\n",
      exit: 1,
      says: 'no column "EffectiveCost"',
    },
    { because: "an amount is none", name: "worse.csv", text: bill("1", "abc"), exit: 1, says: "row 2" },
  ])("refuses a bill whole when $because", async ({ name, text, exit, says }) => {
    if (text !== undefined) writeFileSync(join(cwd, name), text);
    const told = await tollgate("cost", "ingest", name, "--source", "refused");
    expect(told).toMatchObject({ exit, out: "" });
    expect(told.err).toContain(says);
  });

  test("takes no rate that is none", async () => {
    expect(await tollgate("cost", "ingest", "march.csv", "--rate", "1.08")).toMatchObject({
      exit: 2,
      err: expect.stringContaining("such as EUR=1.0825"),
    });
  });

  test("is not for everybody", async () => {
    writeFileSync(join(cwd, "hers.csv"), bill("1"));
    expect(await tollgate("cost", "ingest", "hers.csv", "--as", "ada.berg")).toMatchObject({ exit: 1 });
  });
});

describe("the figures of a report", () => {
  beforeAll(async () => {
    await tollgate("cost", "report", "--month", plane.month);
  });

  test("open their rows, by report or by month", async () => {
    const byMonth = await tollgate("cost", "rows", plane.month, "--figure", "unallocated", "--json");
    const byId = await tollgate(
      "cost",
      "rows",
      `finance-monthly-${plane.month}-v1`,
      "--figure",
      "unallocated",
      "--json",
    );
    expect(jsonOf<readonly object[]>(byMonth)).not.toHaveLength(0);
    expect(byMonth.out).toBe(byId.out);
    const { err } = await tollgate("cost", "rows", plane.month, "--figure", "unallocated");
    expect(err).toMatch(/^\d+ rows add up to \d+\.\d+ USD\n$/);
    expect(await tollgate("cost", "rows", "2019-01")).toMatchObject({ exit: 1 });
  });

  test("name what has no owner, with the whole answer under --json", async () => {
    expect(jsonOf(await tollgate("cost", "unallocated", "--month", plane.month, "--json"))).toMatchObject({
      month: plane.month,
      total: expect.any(String),
      items: expect.any(Array),
    });
    expect((await tollgate("cost", "unallocated", "--month", plane.month)).err).toContain(
      `of ${plane.month} has no owner`,
    );
  });

  test("are signed off by finance, with a yes", async () => {
    const signing = ["cost", "sign-off", plane.month];
    expect(await tollgate(...signing, "--as", "dan.moss")).toMatchObject({
      exit: 2,
      err: expect.stringContaining("--yes"),
    });
    expect(await tollgate(...signing, "--yes", "--as", "ada.berg")).toMatchObject({ exit: 1 });
    expect(await tollgate(...signing, "--yes", "--as", "dan.moss")).toMatchObject({
      exit: 0,
      out: `finance-monthly-${plane.month}-v1 is signed off by dan.moss\n`,
    });
    expect((await tollgate("cost", "list")).out).toMatch(/finance-monthly-\d{4}-\d\d-v1 .* yes +dan\.moss/);
  });
});
