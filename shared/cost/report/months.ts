import { type Day, type Month, month } from "#shared/cost/ledger.ts";
import type { Money } from "#shared/kernel/money.ts";
import { type EpochMillis, epochMillis } from "#shared/kernel/time.ts";

/** A bar of the year: what was spent, and what of it stood under a budget. Without data it is missing, never zero. */
export type CostMonth =
  | { readonly month: Month; readonly data: "missing"; readonly budget?: Money }
  | {
      readonly month: Month;
      readonly data: "present";
      readonly billed: Money;
      readonly effective: Money;
      /** Spent by the workloads that had a budget. */
      readonly budgeted: Money;
      readonly budget?: Money;
    };

/** The month `count` months after `from` (before it when negative). */
export function monthsAfter(from: Month, count: number): Month {
  const index = Number(from.slice(0, 4)) * 12 + Number(from.slice(5)) - 1 + count;
  return month(`${String(Math.floor(index / 12)).padStart(4, "0")}-${String((index % 12) + 1).padStart(2, "0")}`);
}

/** How many months `later` lies after `earlier`. */
export const monthsBetween = (earlier: Month, later: Month): number =>
  (Number(later.slice(0, 4)) - Number(earlier.slice(0, 4))) * 12 + Number(later.slice(5)) - Number(earlier.slice(5));

/** The 13 months that end with `last`, oldest first: the same month of last year is the first. */
export const thirteenMonths = (last: Month): readonly Month[] =>
  Array.from({ length: 13 }, (_, index) => monthsAfter(last, index - 12));

/** The moment the billing period is over: bills count in UTC. */
export const endOf = (of: Month): EpochMillis => epochMillis(Date.UTC(Number(of.slice(0, 4)), Number(of.slice(5)), 1));

export const daysIn = (of: Month): number => new Date(endOf(of) - 1).getUTCDate();

export const monthOfDay = (of: Day): Month => month(of.slice(0, 7));

/** The first month of the quarter or year that `of` lies in. */
export function periodStart(of: Month, period: "month" | "quarter" | "year"): Month {
  const length = { month: 1, quarter: 3, year: 12 }[period];
  return monthsAfter(of, -((Number(of.slice(5)) - 1) % length));
}
