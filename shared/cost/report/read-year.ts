import type { Catalog } from "#shared/catalog/catalog.ts";
import { allocate } from "#shared/cost/allocate.ts";
import type { MeterReadings } from "#shared/cost/allocation.ts";
import { NO_AMOUNTS, sumAmounts } from "#shared/cost/amounts.ts";
import type { CostPeriod } from "#shared/cost/import.ts";
import { type Bearer, bearerKey, type LedgerLine, type Month } from "#shared/cost/ledger.ts";
import type { CostImportStore } from "#shared/cost/ports.ts";
import { byText, groupBy } from "#shared/cost/report/borne.ts";
import { thirteenMonths } from "#shared/cost/report/months.ts";
import type { PeriodCost } from "#shared/cost/report/report-input.ts";
import type { ReportBasis } from "#shared/cost/report/report-record.ts";
import { splitRulesOf } from "#shared/cost/split-rules.ts";
import type { Digest } from "#shared/kernel/digest.ts";

export type ReadYearDeps = {
  readonly imports: Pick<CostImportStore, "ledger">;
  readonly digest: Digest;
  /** What shared things were used by whom; empty where nothing is measured. */
  readonly metersOf: (period: Month) => Promise<readonly MeterReadings[]>;
};

/** Bills of one month in two currencies cannot be one report. */
export type MixedCurrencies = { readonly kind: "mixed-currencies"; readonly currencies: readonly string[] };

/** What counts for a month: the last version of each source. */
export const basisOf = (periods: readonly CostPeriod[], month: Month): readonly ReportBasis[] =>
  periods
    .filter(({ period }) => period === month)
    .flatMap(({ source, versions }) => {
      const last = versions.at(-1);
      return last === undefined ? [] : [{ source, import: last.import, ledger: last.ledger }];
    })
    .toSorted((left, right) => byText(left.source, right.source));

/** The currencies of a month's bills. */
export const currenciesOf = (periods: readonly CostPeriod[], month: Month): readonly string[] =>
  [...new Set(periods.filter(({ period }) => period === month).map(({ currency }) => currency))].toSorted(byText);

/**
 * The thirteen months up to `month`, each with its pools split by the rules in force in it. A month without bills
 * is left out, and so is an earlier one in another currency: it cannot be compared.
 */
export async function readYear(
  {
    month,
    currency,
    periods,
    catalog,
  }: { month: Month; currency: string; periods: readonly CostPeriod[]; catalog: Catalog },
  deps: ReadYearDeps,
): Promise<readonly PeriodCost[]> {
  const year: PeriodCost[] = [];
  for (const each of thirteenMonths(month)) {
    const basis = basisOf(periods, each);
    const comparable = currenciesOf(periods, each).every((other) => other === currency);
    if (basis.length === 0 || !comparable) continue;
    const ledgers = await Promise.all(basis.map(({ ledger }) => deps.imports.ledger(ledger)));
    const lines = ledgers.flatMap((ledger) => ledger.lines);
    const resources = ledgers.flatMap((ledger) => ledger.resources);
    year.push({ period: each, lines, resources, allocation: await allocationOf(each, { lines, catalog }, deps) });
  }
  return year;
}

async function allocationOf(
  period: Month,
  { lines, catalog }: { lines: readonly LedgerLine[]; catalog: Catalog },
  { digest, metersOf }: ReadYearDeps,
): Promise<PeriodCost["allocation"]> {
  const borne = [...groupBy(lines, ({ bearer }) => bearerKey(bearer)).values()].flatMap((members) => {
    const [first] = members;
    return first === undefined
      ? []
      : [{ bearer: first.bearer, amounts: sumAmounts(members.map((line) => line.amounts)) }];
  });
  const spent = new Map(borne.map(({ bearer, amounts }) => [bearerKey(bearer), amounts]));
  const spendOf = (bearer: Bearer) => spentBy(bearer, { lines, catalog, spent }).effective;
  const rules = splitRulesOf(catalog);
  return allocate({ period, borne, rules, meters: await metersOf(period), spendOf }, digest);
}

/** A team has spent what its workloads have, an account what its bill rows say. */
function spentBy(
  bearer: Bearer,
  {
    lines,
    catalog,
    spent,
  }: {
    lines: readonly LedgerLine[];
    catalog: Catalog;
    spent: ReadonlyMap<string, PeriodCost["lines"][number]["amounts"]>;
  },
) {
  if (bearer.kind === "team") {
    const own = [...catalog.workloads.values()].filter(({ team }) => team === bearer.team);
    return sumAmounts(own.map(({ id }) => spent.get(`workload:${id}`) ?? NO_AMOUNTS));
  }
  if (bearer.kind === "account") {
    const number = catalog.accounts.get(bearer.account)?.account;
    const members = lines.filter((line) => line.subAccount === number && line.bearer.kind === "workload");
    return sumAmounts(members.map(({ amounts }) => amounts));
  }
  return spent.get(bearerKey(bearer)) ?? NO_AMOUNTS;
}
