import type { Catalog } from "#shared/catalog/catalog.ts";
import type { Policy } from "#shared/catalog/documents/policy.ts";
import type { Vocabulary } from "#shared/policy/facts.ts";
import { compileHold, type HoldTest } from "#shared/policy/legal-hold.ts";
import { compileScope, type ScopeTest } from "#shared/policy/policy-scope.ts";
import { RESOURCE_TYPES } from "#shared/policy/resource-types/table.ts";
import { compileRetention, type RetentionProgram } from "#shared/policy/retention-program.ts";
import { askedBy, isDecidedByFacts } from "#shared/policy/scope-facts.ts";
import { compileTagChecks, type TagChecks } from "#shared/policy/tag-check.ts";

/** One policy as it bears on one resource type. */
export type PolicyProgram = {
  readonly scope: ScopeTest;
  /** What its scope asks beside the type. */
  readonly asked: readonly string[];
  /** Whether how it stands to a resource follows from facts of few values alone. */
  readonly decidedByFacts: boolean;
  readonly tagging?: TagChecks;
  /** Why no resource of the type can have tags. */
  readonly untaggable?: string;
  readonly retention: readonly RetentionProgram[];
  readonly hold?: HoldTest;
};

type ProgramCatalog = Pick<Catalog, "company" | "policies" | "exemptions">;

type From = { readonly catalog: ProgramCatalog; readonly vocabulary: Vocabulary };

/** Compiles every policy for one type; a type that the table does not know can still be asked for tags. */
export const compileType = (type: string, from: From): readonly PolicyProgram[] =>
  [...from.catalog.policies.values()].flatMap((policy) => programOf(policy, type, from));

function programOf(policy: Policy, type: string, { catalog, vocabulary }: From): readonly PolicyProgram[] {
  const exemptions = [...catalog.exemptions.values()].filter((each) => each.policy.includes(policy.id));
  const scope = compileScope(policy, { type, exemptions, zone: catalog.company.zone });
  if (scope === undefined) return [];
  const known = RESOURCE_TYPES.get(type);
  const asked = askedBy(policy);
  const base = { scope, asked, decidedByFacts: exemptions.length === 0 && isDecidedByFacts(asked) };
  if (policy.type === "tagging") {
    const untaggable = known?.tag.semantics === "none" ? { untaggable: `AWS has no tags on a ${type}` } : {};
    return [{ ...base, ...untaggable, tagging: compileTagChecks(policy, vocabulary), retention: [] }];
  }
  // A policy without a rule on the type still holds: its legal hold is above every other policy's maximum.
  return [{ ...base, retention: compileRetention(policy, known), hold: compileHold(policy) }];
}
