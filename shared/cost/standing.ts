import type { BillingAccount } from "#shared/cost/billing-account.ts";
import type { CostPeriod } from "#shared/cost/import.ts";
import type { Becoming, CostImportStore } from "#shared/cost/ports.ts";
import type { Month } from "#shared/kernel/calendar.ts";
import type { Stored } from "#shared/storage/record.ts";

/** What a bill is of. */
export type Billing = {
  readonly source: string;
  readonly months: readonly Month[];
  /** Billing accounts, as `provider/account`. */
  readonly accounts: readonly string[];
};

/** The rows that a bill is written on, as they were read. */
export type Standing = {
  /** Of the source, in the months of the bill; none where it brings the first. */
  readonly periods: ReadonlyMap<Month, Stored<CostPeriod>>;
  /** Those that the bill has. */
  readonly accounts: readonly Becoming<BillingAccount>[];
  /** Those that the source brought in these months until now, and that the bill has no more. */
  readonly left: readonly Becoming<BillingAccount>[];
};

/** Reads them by one call, and by another where the bill has an account less than the one before it. */
export async function standingFor(
  { source, months, accounts: names }: Billing,
  imports: Pick<CostImportStore, "period" | "accounts">,
): Promise<Standing> {
  const [rows, accounts] = await Promise.all([
    Promise.all(months.map((period) => imports.period(source, period))),
    imports.accounts(names),
  ]);
  const standing = rows.filter((row) => row !== undefined);
  const before = new Set(standing.flatMap(({ value }) => value.accounts));
  const gone = [...before].filter((name) => !names.includes(name));
  return {
    periods: new Map(standing.map((row) => [row.value.period, row])),
    accounts,
    left: gone.length === 0 ? [] : await imports.accounts(gone),
  };
}
