import type { Catalog } from "#shared/catalog/catalog.ts";
import type { Policy } from "#shared/catalog/documents/policy.ts";
import type { Vocabulary } from "#shared/policy/facts.ts";
import { compileRetention, type RetentionProgram } from "#shared/policy/judge-retention.ts";
import { compileTagging, type TaggingProgram } from "#shared/policy/judge-tags.ts";
import { compileHold, type HoldTest } from "#shared/policy/legal-hold.ts";
import { compileScope, type ScopeTest } from "#shared/policy/policy-scope.ts";
import { RESOURCE_TYPES } from "#shared/policy/resource-types/table.ts";

/** One policy as it bears on one resource type. */
export type PolicyProgram = {
  readonly scope: ScopeTest;
  readonly tagging?: TaggingProgram;
  readonly retention: readonly RetentionProgram[];
  readonly hold: HoldTest;
};

/** All policies that can have resources of a type in scope, in order of their ids. */
export type TypeProgram = { readonly policies: readonly PolicyProgram[] };

type From = {
  readonly catalog: Pick<Catalog, "company" | "policies" | "exemptions">;
  readonly vocabulary: Vocabulary;
};

/** Compiles every policy for one type; a type that the table does not know can still be asked for tags. */
export function compileType(type: string, from: From): TypeProgram {
  const policies = [...from.catalog.policies.values()]
    .toSorted((left, right) => (left.id < right.id ? -1 : 1))
    .flatMap((policy) => programOf(policy, type, from));
  return { policies };
}

function programOf(policy: Policy, type: string, { catalog, vocabulary }: From): readonly PolicyProgram[] {
  const exemptions = [...catalog.exemptions.values()];
  const scope = compileScope(policy, { type, exemptions, zone: catalog.company.zone });
  if (scope === undefined) return [];
  const known = RESOURCE_TYPES.get(type);
  if (policy.type === "tagging") {
    return [{ scope, tagging: compileTagging(policy, { type: known, vocabulary }), retention: [], hold: () => "free" }];
  }
  const retention = compileRetention(policy, known);
  // A policy without a rule on the type still holds: its legal hold is above every other policy's maximum.
  return [{ scope, retention, hold: compileHold(policy) }];
}
