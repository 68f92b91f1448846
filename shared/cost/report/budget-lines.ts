import type { Month } from "#shared/cost/ledger.ts";
import { type Borne, byText, totalOf } from "#shared/cost/report/borne.ts";
import type { BudgetLine } from "#shared/cost/report/cost-report.ts";
import { monthsAfter, monthsBetween, periodStart } from "#shared/cost/report/months.ts";
import type { BookBudget, PeriodCost, ReportBook } from "#shared/cost/report/report-input.ts";
import { addMoney, type Money, subtractMoney, sumMoney, ZERO } from "#shared/kernel/money.ts";

const inForce = ({ from, until }: BookBudget, month: Month): boolean =>
  (from === undefined || from <= month) && (until === undefined || month <= until);

/** The monthly budgets of one kind of thing in a month, by id. A budget in another currency is not comparable: left out. */
export function budgetsInForce(
  budgets: readonly BookBudget[],
  { kind, month, currency }: { kind: BookBudget["for"]["kind"]; month: Month; currency: string },
): ReadonlyMap<string, Money> {
  const sums = new Map<string, Money>();
  for (const budget of budgets) {
    const fits = budget.for.kind === kind && budget.period === "month" && budget.amount.currency === currency;
    if (fits && inForce(budget, month)) {
      sums.set(budget.for.id, addMoney(sums.get(budget.for.id) ?? ZERO, budget.amount.money));
    }
  }
  return sums;
}

type Year = {
  readonly month: Month;
  readonly currency: string;
  readonly book: ReportBook;
  readonly periods: ReadonlyMap<Month, PeriodCost>;
  readonly borne: ReadonlyMap<Month, ReadonlyMap<string, Borne>>;
};

/**
 * The budgets that are not a workload's for the month: of teams, accounts and datasets, and those of a
 * quarter or year, against what was spent since the period began.
 *
 * `spent` is absent where it cannot be said: for a dataset, in another currency, and for months without data
 * it is what is known, with the months counted in `missing`.
 */
export const budgetLines = (year: Year): readonly BudgetLine[] =>
  year.book.budgets
    .filter((budget) => inForce(budget, year.month))
    .filter(
      ({ for: thing, period, amount }) =>
        thing.kind !== "workload" || period !== "month" || amount.currency !== year.currency,
    )
    .map((budget) => lineOf(budget, year))
    .toSorted((left, right) => byText(left.id, right.id));

function lineOf(budget: BookBudget, year: Year): BudgetLine {
  const start = periodStart(year.month, budget.period);
  const since = budget.from !== undefined && budget.from > start ? budget.from : start;
  const months = Array.from({ length: monthsBetween(since, year.month) + 1 }, (_, index) => monthsAfter(since, index));
  const known = months.filter((month) => year.periods.has(month));
  const comparable = budget.for.kind !== "dataset" && budget.amount.currency === year.currency;
  const spent = comparable ? sumMoney(known.map((month) => spentOn(budget.for, month, year))) : undefined;
  const sameCurrency = budget.amount.currency === year.currency;
  return {
    id: budget.id,
    for: `${budget.for.kind}:${budget.for.id}`,
    period: budget.period,
    since,
    missing: months.length - known.length,
    ...(sameCurrency ? {} : { currency: budget.amount.currency }),
    amount: budget.amount.money,
    ...(spent === undefined ? {} : { spent, delta: subtractMoney(spent, budget.amount.money) }),
  };
}

/** An account's spend is that of its bill rows, before any split; a team's and a workload's includes its part of the pools. */
function spentOn({ kind, id }: BookBudget["for"], month: Month, { book, periods, borne }: Year): Money {
  if (kind === "account") {
    const number = book.accounts.get(id) ?? id;
    const lines = periods.get(month)?.lines.filter(({ subAccount }) => subAccount === number) ?? [];
    return sumMoney(lines.map(({ amounts }) => amounts.effective));
  }
  const bearers = [...(borne.get(month)?.values() ?? [])];
  const counted = bearers.filter(({ bearer }) => {
    if (bearer.kind === "team") return kind === "team" && bearer.team === id;
    if (bearer.kind !== "workload") return false;
    return kind === "workload" ? bearer.workload === id : book.workloads.get(bearer.workload)?.team === id;
  });
  return sumMoney(counted.map(totalOf));
}
