import type { Rates } from "#shared/cost/currency.ts";
import type { CostImport } from "#shared/cost/import.ts";

/** What somebody says of files beside what they say themselves; what is absent was not said. */
export type Said = {
  /** Values for columns that the files lack, in every row. */
  readonly assume?: ReadonlyMap<string, string>;
  /** Of the ledger; that of the first row without a rate when absent. */
  readonly currency?: string;
  readonly rates?: Rates;
};

type ReadWith = Pick<CostImport, "assume" | "rates" | "currency">;

/** Whether two imports of the same files were read alike, and so hold the same. */
export const readAlike = (one: ReadWith, other: ReadWith): boolean =>
  one.currency === other.currency && same(one.assume, other.assume) && same(one.rates, other.rates);

/** What files are read with: what is said now, and where nothing is, what they were read with last. */
export function readingAfter({ assume, currency, rates }: Said, last: ReadWith): Required<Said> {
  return {
    assume: assume === undefined || assume.size === 0 ? new Map(last.assume) : assume,
    rates: rates === undefined || rates.size === 0 ? new Map(last.rates) : rates,
    currency: currency ?? last.currency,
  };
}

/** As it is kept with an import: only what was said, since most bills speak for themselves. */
export const keptOf = ({ assume, rates }: Said): Pick<CostImport, "assume" | "rates"> => ({
  ...(assume === undefined || assume.size === 0 ? {} : { assume: [...assume] }),
  ...(rates === undefined || rates.size === 0 ? {} : { rates: [...rates] }),
});

type Pairs = readonly (readonly [string, string | bigint])[];

/** The order in which they were said means nothing. */
function same(one: Pairs = [], other: Pairs = []): boolean {
  const said = new Map(other);
  return one.length === said.size && one.every(([name, value]) => said.get(name) === value);
}
