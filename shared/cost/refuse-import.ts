import { refuse } from "#shared/cost/batch.ts";
import { sourceIn } from "#shared/cost/billing-account.ts";
import type { CostImport, CostPeriod } from "#shared/cost/import.ts";
import type { Billing, Standing } from "#shared/cost/standing.ts";
import type { Month } from "#shared/kernel/calendar.ts";

/** Each row is two of the hundred writes of one transaction, and the import itself is one of them. */
const MOST_ROWS = 49;

/** @throws BillRefused: a bill counts by one transaction, which holds so much and no more. */
export function refuseTooMany(
  { months, accounts }: Pick<Billing, "months" | "accounts">,
  first: string,
  left: Standing["left"] = [],
): void {
  const touched = accounts.length + left.length;
  const most = MOST_ROWS - touched;
  if (months.length <= most) return;
  if (most < 1)
    throw refuse(first, `it changes ${touched} billing accounts; take in at most ${MOST_ROWS - 1} of them at once`);
  throw refuse(first, `it covers ${months.length} billing periods; take in at most ${most} at once`);
}

/** @throws BillRefused: two sources that bring the same billing account in one period would count it twice. */
export function refuseOverlap({ accounts }: Standing, own: Pick<Billing, "source" | "months">, first: string): void {
  for (const { value } of accounts) {
    for (const period of own.months) {
      const other = sourceIn(value, period);
      if (other === undefined || other === own.source) continue;
      const found = `${period} of account "${value.account}" is already taken in from source "${other}"`;
      throw refuse(first, `${found}; name that source to supersede it`);
    }
  }
}

/** @throws BillRefused: the same files read otherwise take the place of what they were; elsewhere, they would count beside it. */
export function refuseElsewhere(
  newest: CostImport | undefined,
  { source, months, first }: { readonly source: string; readonly months: readonly Month[]; readonly first: string },
): void {
  if (newest === undefined) return;
  const before = newest.periods.map(({ period }) => period);
  if (newest.source === source && before.join() === months.join()) return;
  const was = `it was taken in as ${before.join(", ")} of source "${newest.source}"`;
  const now = `it would count once more as ${months.join(", ")} of source "${source}"`;
  throw refuse(first, `${was}, and read so ${now}; read anew it has to be of the same source and months`);
}

/** @throws BillRefused: a version keeps its difference to the one before, which two currencies do not have. */
export function refuseOtherCurrency({ files, currency }: CostImport, period: CostPeriod | undefined): void {
  if (period === undefined || period.currency === currency) return;
  const kept = `${period.period} of source "${period.source}" is kept in ${period.currency}`;
  throw refuse(
    files[0]?.name ?? "",
    `${kept}, and this comes to ${currency}; give a rate of ${currency} in ${period.currency}`,
  );
}
