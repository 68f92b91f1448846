import type { Catalog } from "#shared/catalog/catalog.ts";
import type { Subject } from "#shared/catalog/fit.ts";
import { type SpentThing, UNALLOCATED } from "#shared/catalog/owner-moves.ts";
import { billedThing } from "#shared/cost/billed-type.ts";
import type { Bearer, Month, ResourceLine } from "#shared/cost/ledger.ts";
import type { CostImportStore } from "#shared/cost/ports.ts";
import { basisOf } from "#shared/cost/report/read-year.ts";

/** The resources of a month's bills as a plan looks at them; the currency is that of its bills. */
export type SpentMonth = { readonly month: Month; readonly currency: string; readonly spend: readonly SpentThing[] };

type Known = {
  readonly catalog: Pick<Catalog, "accounts">;
  /** Tags of a resource, where they are known; the ledger keeps none. */
  readonly tagsOf: (arn: string) => Readonly<Record<string, string>> | undefined;
};

/** The effective cost of the latest month that has bills, resource by resource; undefined before the first bill. */
export async function latestSpend(
  imports: Pick<CostImportStore, "periods" | "ledger">,
  known: Known,
): Promise<SpentMonth | undefined> {
  const periods = await imports.periods();
  const month = periods
    .map(({ period }) => period)
    .toSorted()
    .at(-1);
  const last = periods.find(({ period }) => period === month);
  if (month === undefined || last === undefined) return undefined;
  // Months in two currencies have no sum: the first source's counts.
  const comparable = periods.filter(({ currency }) => currency === last.currency);
  const ledgers = await Promise.all(basisOf(comparable, month).map(({ ledger }) => imports.ledger(ledger)));
  return {
    month,
    currency: last.currency,
    spend: spentThings(
      ledgers.flatMap(({ resources }) => resources),
      known,
    ),
  };
}

/**
 * What each resource of a ledger cost, as a selector sees it. Pools are left out: no selector takes them.
 * So is what the bill puts on no resource, because nothing is known of it to select it by.
 */
export const spentThings = (lines: readonly ResourceLine[], known: Known): readonly SpentThing[] =>
  lines.flatMap(({ bearer, resource, service, amounts }) => {
    const booked = bookedTo(bearer);
    if (booked === undefined || resource === undefined) return [];
    return [{ subject: subjectOf(resource, service, known), amount: amounts.effective, booked }];
  });

function bookedTo(bearer: Bearer): string | undefined {
  switch (bearer.kind) {
    case "workload":
      return `workload:${bearer.workload}`;
    case "shared":
      return `allocation-rule:${bearer.rule}`;
    case "unallocated":
      return UNALLOCATED;
    case "pool":
    case "team":
    case "account":
    case "dataset":
      return undefined;
  }
}

function subjectOf(arn: string, service: string, { catalog, tagsOf }: Known): Subject {
  const thing = billedThing(arn);
  const [, , , region = "", number = ""] = arn.split(":");
  const account = [...catalog.accounts.values()].find((each) => each.account === number);
  return {
    arn,
    name: thing?.name ?? arn,
    type: thing?.type ?? null,
    account: account?.id ?? null,
    ou: account?.ou ?? null,
    environment: account?.environment ?? null,
    region: region === "" ? null : region,
    tags: tagsOf(arn) ?? {},
    billing: { ServiceName: service },
  };
}
