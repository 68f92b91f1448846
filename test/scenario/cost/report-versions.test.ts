import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { nextRun } from "#functions/cost-report/next-run.ts";
import { figureRows } from "#shared/cost/report/figure-rows.ts";
import { makeDueReports } from "#shared/cost/report/make-due-reports.ts";
import { makeReport } from "#shared/cost/report/make-report.ts";
import { ReportFileError, readReport, readReportFile } from "#shared/cost/report/read-report.ts";
import type { ReportRecord } from "#shared/cost/report/report-record.ts";
import { verifyReport } from "#shared/cost/verify/verify-report.ts";
import { addMoney, exactDecimal, subtractMoney, sumMoney, ZERO } from "#shared/kernel/money.ts";
import { days, hours, plus } from "#shared/kernel/time.ts";
import { reportReader } from "#shared/rendering/cost-report/report-reader.ts";
import { digest } from "#test/support/catalog/resolved.ts";
import { usd } from "#test/support/cost-company.ts";
import { type CostWorld, costWorld, OCTOBER, withoutInvoice } from "#test/support/cost-world.ts";
import { periodsOf } from "#test/support/cost-year.ts";

const [august, september, october] = periodsOf(7).slice(-3);
if (august === undefined || september === undefined || october === undefined) throw new Error("no year");
const ASKED = { report: "finance-monthly", title: "For the close", month: OCTOBER, by: "fatima" };
const reader = reportReader(digest);

let world: CostWorld;
beforeEach(() => {
  world = costWorld();
});
afterEach(() => world.close());

async function made(): Promise<ReportRecord> {
  const result = await makeReport(ASKED, world);
  if (!result.ok) throw new Error(result.error.kind);
  return result.value.record;
}

/** The export that October's report was made from, read anew. */
const exportOf = async (record: ReportRecord) => ({
  lines: october.lines,
  files: (await readReport(record, { blobs: world.blobs, reader })).report.quality.imports.flatMap(
    ({ files }) => files,
  ),
});

async function folderOf(record: ReportRecord): Promise<Map<string, Uint8Array>> {
  const folder = new Map<string, Uint8Array>();
  for (const { name } of record.files) {
    folder.set(name, new TextEncoder().encode(await readReportFile(record, name, world.blobs)));
  }
  return folder;
}

describe("a month whose rows are all on an invoice", () => {
  beforeEach(async () => {
    await world.takeIn(september);
    await world.takeIn(october);
  });

  test("is final at once, ties, and is confirmed from its files alone", async () => {
    const record = await made();
    expect(record).toMatchObject({ id: "finance-monthly-2026-10-v1", state: "FINAL", version: 1, tied: true });
    const { billed, workloads, pools, unallocated } = record.totals;
    expect(sumMoney([workloads, pools, unallocated])).toBe(billed);
    expect(verifyReport(await folderOf(record), { reader, digest }).findings).toEqual([]);
    expect(verifyReport(await folderOf(record), { reader, digest }, await exportOf(record)).findings).toEqual([]);
  });

  test("is made of the newest bill of its month, also where the list is a moment behind", async () => {
    const old = await world.imports.listed({ first: OCTOBER, last: OCTOBER });
    const [line, ...rest] = october.lines;
    if (line === undefined) throw new Error("no lines");
    const dearer = { ...line, amounts: { ...line.amounts, billed: addMoney(line.amounts.billed, usd("7")) } };
    await world.takeIn({ ...october, lines: [dearer, ...rest] });
    const late = { ...world, imports: { ...world.imports, listed: async () => old } };
    const result = await makeReport(ASKED, late);
    if (!result.ok) throw new Error(result.error.kind);
    const billed = sumMoney(october.lines.map(({ amounts }) => amounts.billed));
    expect(exactDecimal(subtractMoney(result.value.record.totals.billed, billed))).toBe("7");
    const { report } = await readReport(result.value.record, { blobs: world.blobs, reader });
    expect(report.quality.imports.map(({ id }) => id)).toEqual(result.value.record.basis.map((each) => each.import));
  });

  test("asks for all rows that it knows by key at once, and for reports of the month only where its bills go by another catalogue", async () => {
    const { hash } = await world.catalog.current();
    const rounds: string[][] = [[]];
    const told =
      <Args extends readonly unknown[], Answer>(name: string, ask: (...args: Args) => Promise<Answer>) =>
      async (...args: Args): Promise<Answer> => {
        rounds.at(-1)?.push(name);
        // Whatever else is asked before the process next waits goes by the same call.
        await new Promise((resolve) => setImmediate(resolve));
        rounds.push([]);
        return ask(...args);
      };
    const byNow = async (id: string) => {
      const found = await world.imports.find(id);
      return found === undefined ? undefined : { ...found, catalogue: hash };
    };
    const [{ imports, reports, catalog }, { period, listed }] = [world, world.imports];
    const result = await makeReport(ASKED, {
      ...world,
      imports: {
        ...imports,
        listed: told("listed", listed),
        period: told("period", period),
        find: told("import", byNow),
      },
      reports: {
        ...reports,
        latest: told("newest version", reports.latest),
        list: told("reports of the month", reports.list),
      },
      catalog: { current: told("catalogue", catalog.current) },
    });
    expect(result.ok && result.value.record.version).toBe(1);
    expect(rounds.filter((round) => round.length > 0)).toEqual([
      ["listed"],
      ["newest version", "catalogue", "period", "import"],
    ]);
  });

  test("asked for again is the same version, also a month later", async () => {
    const first = await made();
    world.clock.set(plus(world.clock.now(), days(30)));
    expect(await made()).toEqual(first);
  });

  test("is restated by a later bill as a new version, and the final one is as it was, byte for byte", async () => {
    const first = await made();
    const before = await folderOf(first);
    const [line, ...rest] = october.lines;
    if (line === undefined) throw new Error("no lines");
    const credit = {
      ...line,
      category: "Credit" as const,
      bearer: { kind: "pool" as const, pool: "credits" as const },
      rule: "pool credits",
      amounts: { billed: usd("-412.07"), effective: usd("-412.07"), list: ZERO, contracted: ZERO },
      rows: 1,
    };
    await world.takeIn({ ...october, lines: [line, ...rest, credit] });
    const second = await made();
    expect(second).toMatchObject({ id: "finance-monthly-2026-10-v2", state: "RESTATED", version: 2 });
    expect(exactDecimal(subtractMoney(second.totals.billed, first.totals.billed))).toBe("-412.07");
    const { report } = await readReport(second, { blobs: world.blobs, reader });
    expect(report.restatement?.against.version).toBe(1);
    expect(report.restatement?.causes.map(({ cause, billed }) => [cause, exactDecimal(billed)])).toEqual([
      ["credits and refunds", "-412.07"],
    ]);
    expect(await folderOf(first)).toEqual(before);
    expect((await world.reports.find(first.id))?.value).toEqual(first);
    expect(verifyReport(await folderOf(second), { reader, digest }).findings).toEqual([]);
  });

  test("made by ten at once is one version", async () => {
    const all = await Promise.all(Array.from({ length: 10 }, () => makeReport(ASKED, world)));
    expect(all.map((each) => each.ok && each.value.record.version)).toEqual(Array(10).fill(1));
    expect(all.filter((each) => each.ok && each.value.made)).toHaveLength(1);
  });

  test("has rows behind each of its five numbers that add up to it exactly", async () => {
    const source = await readReport(await made(), { blobs: world.blobs, reader });
    for (const { id, amount } of source.report.numbers) {
      expect(sumMoney(figureRows({ figure: id }, source).map((row) => row.amount)), id).toBe(amount);
    }
  });

  test("has rows behind each workload's actual and change that add up to it exactly", async () => {
    const source = await readReport(await made(), { blobs: world.blobs, reader });
    for (const { key, actual, change } of source.report.workloads.teams.flatMap((team) => team.rows)) {
      const workload = key.slice("workload:".length);
      const sum = (figure: "effective" | "against-last-month") =>
        sumMoney(figureRows({ figure, workload }, source).map((row) => row.amount));
      expect(sum("effective"), key).toBe(actual);
      expect(sum("against-last-month"), key).toBe(change);
    }
  });

  test("has rows by day that add up to the whole", async () => {
    const source = await readReport(await made(), { blobs: world.blobs, reader });
    const byDay = [...new Set(source.lines.map(({ day }) => day))].map((day) =>
      figureRows({ figure: "billed", day }, source),
    );
    expect(sumMoney(byDay.flat().map((row) => row.amount))).toBe(source.report.tie.billed);
  });

  test("read from altered bytes is a fault, never a figure", async () => {
    const record = await made();
    const [first, second] = record.files;
    if (first === undefined || second === undefined) throw new Error("no files");
    const swapped = { ...record, files: [{ ...first, key: second.key }] };
    await expect(readReportFile(swapped, first.name, world.blobs)).rejects.toThrow(ReportFileError);
  });
});

describe("a month without its invoice", () => {
  beforeEach(async () => {
    await world.takeIn(september);
    await world.takeIn({ ...october, lines: withoutInvoice(october.lines) });
  });

  test.each([
    { at: "2026-10-20T00:00:00Z", state: "DRAFT", because: "the month is not over" },
    { at: "2026-11-03T09:00:00Z", state: "DRAFT", because: "the invoice is not in" },
    { at: "2026-11-10T23:59:59Z", state: "DRAFT", because: "a second is missing" },
    { at: "2026-11-11T00:00:00Z", state: "FINAL", because: "ten days have passed" },
  ])("is $state at $at: $because", async ({ at, state }) => {
    world.close();
    world = costWorld(at);
    await world.takeIn({ ...october, lines: withoutInvoice(october.lines) });
    expect((await made()).state).toBe(state);
  });

  test("is a draft that says the same once, until its invoice comes and makes it final", async () => {
    const draft = await made();
    expect(draft.because).toContain("not on an invoice");
    expect(await made()).toEqual(draft);
    await world.takeIn(october);
    expect(await made()).toMatchObject({ version: 2, state: "FINAL" });
  });

  test("is a new draft when bills of an earlier month come in, which change what it says", async () => {
    const draft = await made();
    await world.takeIn({ ...august });
    expect((await made()).version).toBe(draft.version + 1);
  });
});

test("a month that nobody sent is refused, and nothing is kept", async () => {
  await world.takeIn(september);
  expect(await makeReport(ASKED, world)).toEqual({ ok: false, error: { kind: "no-data", month: "2026-10" } });
  expect((await world.reports.list({ limit: 10 })).items).toEqual([]);
});

test("two sources of one month are one report, and both their imports stand in it", async () => {
  await world.takeIn({ ...october, lines: october.lines.slice(0, 40), resources: [] });
  await world.takeIn({ ...october, lines: october.lines.slice(40, 90), resources: [] }, "azure");
  const record = await made();
  expect(record.basis.map(({ source }) => source)).toEqual(["aws-focus", "azure"]);
  expect(record.totals.billed).toBe(sumMoney(october.lines.slice(0, 90).map(({ amounts }) => amounts.billed)));
  expect(record.tied).toBe(true);
});

describe("on schedule, on the third at 08:00 in London", () => {
  const run = () => makeDueReports({ ...world, nextRun });

  test.each([
    { at: "2026-11-03T07:59:00Z", months: ["2026-09"], because: "October is not due yet" },
    { at: "2026-11-03T08:00:00Z", months: ["2026-10"], because: "October is due, and September never was asked for" },
  ])("at $at it makes $months: $because", async ({ at, months }) => {
    world.close();
    world = costWorld(at);
    await world.takeIn(september);
    await world.takeIn(october);
    expect((await run()).made.map(({ month }) => month)).toEqual(months);
    expect((await run()).made).toEqual([]);
  });

  test("it restates last month's final report when a later bill changes it", async () => {
    await world.takeIn(september);
    await run();
    await world.takeIn(october);
    await world.takeIn({ ...september, lines: september.lines.slice(1) });
    world.clock.set(plus(world.clock.now(), hours(1)));
    const { made: all, failed } = await run();
    expect(all.map(({ month, state }) => [month, state])).toEqual([
      ["2026-10", "FINAL"],
      ["2026-09", "RESTATED"],
    ]);
    expect(failed).toEqual([]);
  });
});
