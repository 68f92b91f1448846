import type { Catalog } from "#shared/catalog/catalog.ts";
import type { ResourceFacts } from "#shared/policy/facts.ts";
import { judgeRetention, type RetentionInput, type Standingly, unknownRule } from "#shared/policy/judge-retention.ts";
import { MOST_TAGS } from "#shared/policy/judge-tags.ts";
import type { JudgedResource, Judgement, Verdict } from "#shared/policy/judgement.ts";
import { subjectOf } from "#shared/policy/policy-scope.ts";
import { settleTags } from "#shared/policy/settle-tags.ts";
import { SCOPE_UNKNOWN, type Standing } from "#shared/policy/standing.ts";
import { compileType, type PolicyProgram, type TypeProgram } from "#shared/policy/type-program.ts";
import { vocabularyOf } from "#shared/policy/vocabulary.ts";

/** What judging needs of the catalogue. */
export type PolicyCatalog = Pick<Catalog, "company" | "teams" | "datasets" | "workloads" | "policies" | "exemptions">;

/** Judges one resource by every policy at once; pure, so the same input always gets the same judgement. */
export type Judge = (resource: JudgedResource, facts: ResourceFacts) => Judgement;

/** Types come from outside too; this many are kept compiled, the rest are compiled each time. */
const MOST_TYPES = 512;

/**
 * Compiles the policies of a catalogue to plain closures, per resource type at its first resource.
 *
 * @throws SyntaxError on a pattern that the document contract would have refused
 */
export function compilePolicies(catalog: PolicyCatalog): Judge {
  const vocabulary = vocabularyOf(catalog);
  const programs = new Map<string, TypeProgram>();
  const programOf = (type: string): TypeProgram => {
    const known = programs.get(type);
    if (known !== undefined) return known;
    const made = compileType(type, { catalog, vocabulary });
    if (programs.size < MOST_TYPES) programs.set(type, made);
    return made;
  };
  return (resource, facts) => ({ resource, verdicts: judgeBy(programOf(resource.type), resource, facts) });
}

/** A policy that has the resource in scope, or may have. */
type Present = {
  readonly policy: PolicyProgram;
  readonly standing: Standing;
  readonly retention: readonly Standingly[];
};

function judgeBy(program: TypeProgram, resource: JudgedResource, facts: ResourceFacts): readonly Verdict[] {
  const subject = subjectOf(resource, facts);
  const present: Present[] = [];
  for (const policy of program.policies) {
    const standing = policy.scope(subject, facts);
    if (standing === undefined) continue;
    const retention = policy.retention.map((rule): Standingly => ({ program: rule, standing }));
    present.push({ policy, standing, retention });
  }
  return verdictsOf(present, resource, facts);
}

function verdictsOf(present: readonly Present[], resource: JudgedResource, facts: ResourceFacts): readonly Verdict[] {
  const verdicts: Verdict[] = [];
  const input: Omit<RetentionInput, "peers"> = { resource, facts, legalHold: holdOf(present, resource) };
  const peers = present.flatMap(({ retention }) => retention);
  let mostTags = MOST_TAGS;
  for (const { policy, standing, retention } of present) {
    if (policy.tagging !== undefined && standing.fit === "fits") {
      mostTags = Math.min(mostTags, policy.tagging.mostTags);
      policy.tagging.judge({ resource, facts, standing }, verdicts);
    } else if (policy.tagging !== undefined) {
      verdicts.push(...policy.tagging.unknown(SCOPE_UNKNOWN, standing));
    }
    for (const rule of retention) verdicts.push(retentionVerdict(rule, { ...input, peers }));
  }
  return resource.tags === undefined || !verdicts.some(plansTag)
    ? verdicts
    : settleTags(verdicts, { tags: resource.tags, mostTags });
}

function retentionVerdict(rule: Standingly, { peers, ...input }: RetentionInput): Verdict {
  if (rule.standing.fit === "unknown") return unknownRule(rule, SCOPE_UNKNOWN);
  const onControl = peers.filter(({ program }) => program.control.id === rule.program.control.id);
  return judgeRetention(rule, { ...input, peers: onControl });
}

/** A hold of any policy that may apply holds against all of them. */
function holdOf(present: readonly Present[], resource: JudgedResource): RetentionInput["legalHold"] {
  const holds = present.map(({ policy }) => policy.hold(resource.tags));
  if (holds.includes("held")) return "held";
  return holds.includes("unknown") ? "unknown" : "free";
}

const plansTag = (verdict: Verdict): boolean => verdict.is === "violating" && verdict.plannedChanges[0]?.set === "tag";
