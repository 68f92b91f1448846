import type { Month } from "#shared/cost/ledger.ts";
import { allocationMatrix } from "#shared/cost/report/allocation-matrix.ts";
import { type Borne, borneIn, totalOf } from "#shared/cost/report/borne.ts";
import { budgetLines, budgetsInForce } from "#shared/cost/report/budget-lines.ts";
import type { CostReport } from "#shared/cost/report/cost-report.ts";
import { fiveNumbers } from "#shared/cost/report/five-numbers.ts";
import { jobCosts } from "#shared/cost/report/job-costs.ts";
import { type CostMonth, monthsAfter, thirteenMonths } from "#shared/cost/report/months.ts";
import { movementOf, moversOf, type TwoMonths } from "#shared/cost/report/movement.ts";
import { correctionsOf, qualityOf } from "#shared/cost/report/quality.ts";
import type { PeriodCost, ReportInput } from "#shared/cost/report/report-input.ts";
import { restatementOf } from "#shared/cost/report/restatement.ts";
import { tieOut } from "#shared/cost/report/tie-out.ts";
import { unallocatedOf } from "#shared/cost/report/unallocated.ts";
import { workloadTable } from "#shared/cost/report/workload-table.ts";
import { sumMoney } from "#shared/kernel/money.ts";
import { err, ok, type Result } from "#shared/kernel/result.ts";
import { isoOf } from "#shared/kernel/time.ts";

/** The month has no bill rows: there is nothing to report, which is not a report of zero. */
export type NoData = { readonly kind: "no-data"; readonly month: Month };

type Year = {
  readonly now: PeriodCost;
  readonly periods: ReadonlyMap<Month, PeriodCost>;
  readonly borne: ReadonlyMap<Month, ReadonlyMap<string, Borne>>;
  readonly last: PeriodCost | undefined;
};

/**
 * The cost report of one month, from its ledger lines and those of the twelve months before.
 *
 * Pure: the same input gives the same report. Every table's rows add up to its total exactly; a month
 * without data is missing everywhere it could be compared with.
 */
export function buildReport(input: ReportInput): Result<CostReport, NoData> {
  const { edition, month, currency, book, runs, imports, restates } = input;
  const periods = new Map(input.periods.filter(({ lines }) => lines.length > 0).map((each) => [each.period, each]));
  const now = periods.get(month);
  if (now === undefined) return err({ kind: "no-data", month });
  const borne = new Map([...periods].map(([period, cost]) => [period, borneIn(cost)]));
  const year: Year = { now, periods, borne, last: periods.get(monthsAfter(month, -1)) };
  const tie = tieOut(now.lines, { imports, period: month });
  const bearers = borneOf(year, month);
  const before = year.last === undefined ? undefined : borneOf(year, year.last.period);
  const workloads = workloadTable(month, { now: bearers, ...(before === undefined ? {} : { before }), book, currency });
  const unallocated = unallocatedOf(now, { earlier: input.periods.filter(({ period }) => period < month), book });
  const restatement = restates === undefined ? undefined : restatementOf(restates, now.lines);
  return ok({
    format: 1,
    ...edition,
    company: book.company,
    month,
    currency,
    madeAt: isoOf(edition.madeAt),
    catalogue: book.hash,
    tie,
    numbers: fiveNumbers({ now, tie, workloads, unallocated }),
    months: thirteenMonths(month).map((each) => costMonth(each, { input, year })),
    workloads,
    budgets: budgetLines({ month, currency, book, periods, borne }),
    ...movedSince(input, year),
    jobs: jobCosts(now, { borne: bearers, runs }),
    unallocated,
    matrix: allocationMatrix(now.allocation, book),
    proof: {
      in: now.allocation.in.effective,
      out: now.allocation.out.effective,
      hash: now.allocation.hash,
    },
    corrections: correctionsOf(now),
    ...(restatement === undefined ? {} : { restatement }),
    quality: qualityOf(input, now),
    rules: book.rules.filter(
      ({ from, until }) => (from === undefined || from <= month) && (until === undefined || month <= until),
    ),
  });
}

const borneOf = ({ borne }: Year, month: Month): ReadonlyMap<string, Borne> => borne.get(month) ?? new Map();

/** Without last month's data there is nothing to have moved from: no movement at all. */
function movedSince({ book }: ReportInput, year: Year): Pick<CostReport, "movement" | "movers"> {
  const { now, last } = year;
  if (last === undefined) return {};
  const months: TwoMonths = {
    before: { borne: borneOf(year, last.period), lines: last.lines },
    now: { borne: borneOf(year, now.period), lines: now.lines },
    book,
  };
  return { movement: movementOf(months), movers: moversOf(months) };
}

function costMonth(month: Month, { input, year }: { input: ReportInput; year: Year }): CostMonth {
  const budgets = budgetsInForce(input.book.budgets, { kind: "workload", month, currency: input.currency });
  const budget = budgets.size === 0 ? {} : { budget: sumMoney(budgets.values()) };
  const period = year.periods.get(month);
  if (period === undefined) return { month, data: "missing", ...budget };
  const budgeted = [...borneOf(year, month).values()].filter(
    ({ bearer }) => bearer.kind === "workload" && budgets.has(bearer.workload),
  );
  return {
    month,
    data: "present",
    billed: sumMoney(period.lines.map(({ amounts }) => amounts.billed)),
    effective: sumMoney(period.lines.map(({ amounts }) => amounts.effective)),
    budgeted: sumMoney(budgeted.map(totalOf)),
    ...budget,
  };
}
