import { refuse } from "#shared/cost/batch.ts";
import type { CostImport, CostPeriod } from "#shared/cost/import.ts";
import type { Month } from "#shared/kernel/calendar.ts";

/** @throws BillRefused: two sources that bring the same billing account in one period would count it twice. */
export function refuseOverlap(
  others: readonly CostPeriod[],
  own: { source: string; months: readonly Month[]; accounts: readonly string[]; first: string },
): void {
  for (const other of others) {
    if (other.source === own.source || !own.months.includes(other.period)) continue;
    const both = other.accounts.find((account) => own.accounts.includes(account));
    if (both === undefined) continue;
    const found = `${other.period} of account "${both}" is already taken in from source "${other.source}"`;
    throw refuse(own.first, `${found}; name that source to supersede it`);
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
