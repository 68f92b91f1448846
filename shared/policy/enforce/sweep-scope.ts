import type { Catalog } from "#shared/catalog/catalog.ts";
import type { Policy } from "#shared/catalog/documents/policy.ts";
import { wildcard } from "#shared/catalog/wildcard.ts";
import { days, type Millis, millis } from "#shared/kernel/time.ts";
import type { SweptShard } from "#shared/policy/enforce/governed.ts";
import { RESOURCE_TYPES } from "#shared/policy/resource-types/table.ts";

/**
 * What has to be listed to see everything in scope: per account and region, each type that some policy
 * may concern. Where a scope asks for more than account and type, the judge decides; here it is only
 * never less than the scope.
 */
export function shardsOf(catalog: Pick<Catalog, "accounts" | "policies">, policy?: string): readonly SweptShard[] {
  const policies = [...catalog.policies.values()].filter(({ id }) => policy === undefined || id === policy);
  return [...catalog.accounts.values()].flatMap((account) => {
    const types = [...RESOURCE_TYPES.keys()].flatMap((type) => {
      const concerned = policies.filter((each) => mayConcern(each, account.id, type));
      return concerned.length === 0 ? [] : [{ type, every: shortest(concerned) }];
    });
    return account.regions.flatMap((region) => types.map((each) => ({ account: account.account, region, ...each })));
  });
}

/** Who names no interval is swept daily. */
const shortest = (policies: readonly Policy[]): Millis =>
  millis(Math.min(...policies.map(({ trigger }) => trigger.sweep ?? days(1))));

const mayConcern = ({ scope }: Policy, account: string, type: string): boolean =>
  scope.some((clause) => named(clause.type, type) && named(clause.account, account));

const named = (patterns: readonly string[] | undefined, text: string): boolean =>
  patterns === undefined || patterns.some((pattern) => wildcard(pattern)(text));
