import type { CostPeriod } from "#shared/cost/import.ts";
import type { Month } from "#shared/kernel/calendar.ts";

/**
 * Which source brings a billing account (`provider/account`) in each month. A bill is taken in on condition that this
 * row is as it was read: of two sources that bring one month of it at the same moment, one counts.
 */
export type BillingAccount = {
  readonly account: string;
  /** By month, each once. */
  readonly months: readonly { readonly period: Month; readonly source: string }[];
};

/** The source that brings the account in a month; undefined where none does. */
export const sourceIn = ({ months }: BillingAccount, period: Month): string | undefined =>
  months.find((each) => each.period === period)?.source;

/** The account after a source has brought bills of these months, which have it or, where `left`, have it no more. */
export function broughtBy(
  { account, months }: BillingAccount,
  { source, periods, left }: { readonly source: string; readonly periods: readonly Month[]; readonly left: boolean },
): BillingAccount {
  const kept = months.filter((each) => each.source !== source || !periods.includes(each.period));
  const brought = left ? [] : periods.map((period) => ({ period, source }));
  return { account, months: [...kept, ...brought].toSorted((one, other) => (one.period < other.period ? -1 : 1)) };
}

/** What the periods say of an account that has no row yet: bills of before there were such rows. */
export const accountOf = (account: string, periods: readonly CostPeriod[]): BillingAccount => ({
  account,
  months: periods
    .filter(({ accounts }) => accounts.includes(account))
    .map(({ period, source }) => ({ period, source }))
    .toSorted((one, other) => (one.period < other.period ? -1 : 1)),
});
