import type { Amounts, LedgerLine } from "#shared/cost/ledger.ts";
import { groupBy, partOf, tableKey } from "#shared/cost/report/borne.ts";
import type { CostReport } from "#shared/cost/report/cost-report.ts";
import type { AllocationEntry } from "#shared/cost/verify/report-reader.ts";
import { expectMoney, expectText, type Notes } from "#shared/cost/verify/verify-finding.ts";
import { addMoney, type Money, sumMoney, ZERO } from "#shared/kernel/money.ts";

const FILE = "report.json";

type Column = "billed" | "effective";

const sumOf = (lines: readonly LedgerLine[], column: Column): Money =>
  sumMoney(lines.map(({ amounts }) => amounts[column]));

/** The report's totals, invoices and categories, added up again from the daily totals. */
export function checkLedger({ tie, month, quality }: CostReport, lines: readonly LedgerLine[], to: Notes): void {
  const money = (figure: string, found: Money | undefined, expected: Money) =>
    expectMoney(to, { file: FILE, figure }, [found, expected]);
  for (const part of ["workloads", "pools", "unallocated"] as const) {
    const members = lines.filter((line) => partOf(line) === part);
    money(`tie/${part}`, tie[part], sumOf(members, "billed"));
  }
  money("tie/billed", tie.billed, sumOf(lines, "billed"));
  money("tie/effective", tie.effective, sumOf(lines, "effective"));
  const invoices = new Map(tie.invoices.map((line) => [line.invoice ?? "", line.billed]));
  for (const [invoice, members] of groupBy(lines, (line) => line.invoice ?? "")) {
    money(`invoices/${invoice}/billed`, invoices.get(invoice), sumOf(members, "billed"));
  }
  const categories = new Map(tie.basis.map((line) => [line.category, line]));
  for (const [category, members] of groupBy(lines, (line) => line.category)) {
    money(`basis/${category}/billed`, categories.get(category)?.billed, sumOf(members, "billed"));
    money(`basis/${category}/effective`, categories.get(category)?.effective, sumOf(members, "effective"));
  }
  const rules = new Map(quality.byRule.map((line) => [line.rule, line.effective]));
  for (const [rule, members] of groupBy(lines, (line) => line.rule)) {
    money(`by-rule/${rule}`, rules.get(rule), sumOf(members, "effective"));
  }
  const stray = lines.find(({ period }) => period !== month);
  if (stray !== undefined) expectText(to, { file: "ledger.csv", figure: "period" }, [stray.period, month]);
  const rows = lines.reduce((sum, line) => sum + line.rows, 0);
  expectText(to, { file: FILE, figure: "quality/rows" }, [`${quality.rows}`, `${rows}`]);
}

/** What the report says each bears, against the ledger with its splits done again. */
export function checkBorne({ workloads }: CostReport, borne: ReadonlyMap<string, Amounts>, to: Notes): void {
  const sums = new Map<string, Money>();
  for (const [key, { effective }] of borne) {
    const shown = key.startsWith("unallocated:") ? "unallocated" : key;
    sums.set(shown, addMoney(sums.get(shown) ?? ZERO, effective));
  }
  const rows = [...workloads.teams.flatMap((team) => team.rows), ...workloads.rest];
  for (const { key, actual } of rows) {
    expectMoney(to, { file: FILE, figure: `workloads/${key}/actual` }, [actual, sums.get(key) ?? ZERO]);
    sums.delete(key);
  }
  for (const [key, effective] of sums) {
    expectMoney(to, { file: FILE, figure: `workloads/${key}/actual` }, [ZERO, effective]);
  }
}

/** `allocation.csv` against the ledger, bearer by bearer, and against the totals. */
export function checkAllocation(
  entries: readonly AllocationEntry[],
  { lines, report }: { lines: readonly LedgerLine[]; report: CostReport },
  to: Notes,
): void {
  const file = "allocation.csv";
  const total = (column: Column, members: readonly AllocationEntry[]) =>
    sumMoney(members.map((entry) => entry[column]));
  const own = groupBy(
    entries.filter(({ entry }) => entry === "own"),
    ({ bearer }) => bearer,
  );
  const expected = groupBy(lines, ({ bearer }) => tableKey(bearer));
  for (const key of new Set([...own.keys(), ...expected.keys()])) {
    for (const column of ["billed", "effective"] as const) {
      const at = { file, figure: `own/${key}/${column}` };
      expectMoney(to, at, [total(column, own.get(key) ?? []), sumOf(expected.get(key) ?? [], column)]);
    }
  }
  for (const [pool, members] of groupBy(
    entries.filter(({ entry }) => entry !== "own"),
    (entry) => entry.pool,
  )) {
    expectMoney(to, { file, figure: `split/${pool}/effective` }, [total("effective", members), ZERO]);
    expectMoney(to, { file, figure: `split/${pool}/billed` }, [total("billed", members), ZERO]);
  }
  const rows = new Map(
    [...report.workloads.teams.flatMap((team) => team.rows), ...report.workloads.rest].map((row) => [
      row.key,
      row.actual,
    ]),
  );
  for (const [key, members] of groupBy(entries, ({ bearer }) => bearer)) {
    expectMoney(to, { file, figure: `${key}/effective` }, [total("effective", members), rows.get(key) ?? ZERO]);
  }
  expectMoney(to, { file, figure: "billed" }, [total("billed", entries), report.tie.billed]);
}
