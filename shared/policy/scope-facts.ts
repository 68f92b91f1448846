import type { Policy } from "#shared/catalog/documents/policy.ts";
import type { Criteria } from "#shared/catalog/documents/selector.ts";
import type { ResourceFacts } from "#shared/policy/facts.ts";
import type { JudgedResource } from "#shared/policy/judgement.ts";

/** Reads one fact that scopes ask. A function each, so that each reads one property of one shape. */
export type FactRead = (resource: JudgedResource, facts: ResourceFacts) => unknown;

/** The facts that take few values, so that resources with the same ones can share what follows from them. */
const FEW_VALUES = {
  region: (resource) => resource.region,
  ou: (_, facts) => facts.ou,
  environment: (_, facts) => facts.environment,
  team: (_, facts) => facts.team,
  tier: (_, facts) => facts.tier,
  classification: (_, facts) => facts.classification,
} as const satisfies Record<string, FactRead>;

type FewValued = keyof typeof FEW_VALUES;

const isFewValued = (key: string): key is FewValued => Object.hasOwn(FEW_VALUES, key);

/** What a policy's scope asks of a resource beside its type. */
export const askedBy = (policy: Policy): readonly string[] => [
  ...new Set(policy.scope.flatMap(({ except = [], ...clause }) => [clause, ...except].flatMap(keysOf))),
];

const keysOf = (criteria: Criteria): readonly string[] => Object.keys(criteria).filter((key) => key !== "type");

/** Whether facts of few values alone decide the scope. */
export const isDecidedByFacts = (asked: readonly string[]): boolean => asked.every(isFewValued);

/** How to read the facts that some scopes ask, each once. */
export const readsOf = (asked: readonly string[]): readonly FactRead[] =>
  [...new Set(asked)].filter(isFewValued).map((key) => FEW_VALUES[key]);
