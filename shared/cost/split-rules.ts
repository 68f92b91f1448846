import type { Catalog } from "#shared/catalog/catalog.ts";
import type { ThingRef } from "#shared/catalog/documents/allocation-rule.ts";
import type { SplitRule } from "#shared/cost/allocation.ts";
import type { Bearer } from "#shared/cost/ledger.ts";

/** The AllocationRules of a catalogue as the splits need them; a rule with its own match is its own pool. */
export function splitRulesOf(catalog: Pick<Catalog, "allocationRules">): readonly SplitRule[] {
  return [...catalog.allocationRules.values()].map((rule) => ({
    id: rule.id,
    hash: rule.hash,
    from: rule.from,
    ...(rule.until === undefined ? {} : { until: rule.until }),
    source: rule.pool === undefined ? { kind: "shared", rule: rule.id } : { kind: "pool", pool: rule.pool },
    split:
      rule.split.by === "fixed"
        ? { by: "fixed", shares: rule.split.shares.map(({ to, share }) => ({ to: bearerOf(to), share })) }
        : rule.split,
    to: (rule.to ?? []).map(bearerOf),
  }));
}

/** Who bears what is said to go to a thing. */
export function bearerOf({ kind, id }: ThingRef): Bearer {
  switch (kind) {
    case "team":
      return { kind, team: id };
    case "workload":
      return { kind, workload: id };
    case "account":
      return { kind, account: id };
    case "dataset":
      return { kind, dataset: id };
  }
}
