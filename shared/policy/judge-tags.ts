import type { TagAction, TaggingPolicy, TagRule } from "#shared/catalog/documents/policy.ts";
import type { ResourceFacts, Vocabulary } from "#shared/policy/facts.ts";
import type { Compliant, Held, JudgedResource, Unknown, Verdict, Violating } from "#shared/policy/judgement.ts";
import type { ResourceType } from "#shared/policy/resource-types/resource-type.ts";
import type { Owner, Standing } from "#shared/policy/standing.ts";
import { type Proposal, proposeTag, type TagSearch, type Tags, tagOf } from "#shared/policy/tag-proposal.ts";
import { anywherePattern, tagValue } from "#shared/policy/tag-value.ts";

/** AWS: at most 50 tags on a resource, `aws:` tags not counted; keys to 128 characters, values to 256. */
export const MOST_TAGS = 50;
const LONGEST_KEY = 128;

type Rule = (tags: Tags, facts: ResourceFacts) => Compliant | Violating;

export type TaggingProgram = {
  readonly mostTags: number;
  readonly judge: (input: TagInput, verdicts: Verdict[]) => void;
  readonly unknown: (because: string, standing: Standing) => readonly Unknown[];
};

export type TagInput = {
  readonly resource: JudgedResource;
  readonly facts: ResourceFacts;
  readonly standing: Standing;
};

/** Compiles the rules of one tagging policy for one resource type; rules in the order of their paths. */
export function compileTagging(
  policy: TaggingPolicy,
  { type, vocabulary }: { readonly type: ResourceType | undefined; readonly vocabulary: Vocabulary },
): TaggingProgram {
  const named = namedRules(policy, vocabulary).toSorted(([left], [right]) => (left < right ? -1 : 1));
  const rules = named.map(([, rule]) => rule);
  const unknown = (because: string, standing: Standing): readonly Unknown[] =>
    named.map(([rule]) => ({
      policy: policy.id,
      rule,
      mode: policy.mode,
      is: "unknown",
      because,
      ...exemption(standing),
    }));
  const cannot = type?.tag.semantics === "none" ? `AWS has no tags on a ${type.key}` : undefined;

  const judge = ({ resource, facts, standing }: TagInput, verdicts: Verdict[]): void => {
    const because = cannot ?? (resource.tags === undefined ? "its tags could not be read" : undefined);
    if (because !== undefined || resource.tags === undefined) {
      verdicts.push(...unknown(because ?? "", standing));
      return;
    }
    for (const rule of rules) {
      const verdict = rule(resource.tags, facts);
      verdicts.push(verdict.is === "compliant" ? verdict : withStanding(verdict, standing));
    }
  };
  return { mostTags: Math.min(policy.tagging.maxUserTags ?? MOST_TAGS, MOST_TAGS), judge, unknown };
}

const exemption = ({ exempted }: Standing) => (exempted === undefined ? {} : { exempted });

function withStanding(verdict: Violating, { exempted, exemptionUnknown }: Standing): Violating {
  if (exempted !== undefined) return { ...verdict, plannedChanges: [], exempted };
  if (exemptionUnknown !== true || verdict.plannedChanges.length === 0) return verdict;
  return { ...verdict, plannedChanges: [], held: "undecided" };
}

function namedRules(policy: TaggingPolicy, vocabulary: Vocabulary): readonly (readonly [string, Rule])[] {
  const { tags, prohibited, maxUserTags } = policy.tagging;
  const owner = (rule: string): Owner => ({ policy: policy.id, rule, mode: policy.mode });
  const rules: (readonly [string, Rule])[] = Object.entries(tags).map(([key, rule]) => {
    const search = { key, rule, value: tagValue(rule, vocabulary) };
    const path = `tagging.tags.${key}`;
    return [path, tagRule(owner(path), search, policy.enforcement?.actions)];
  });
  if (prohibited !== undefined) {
    rules.push(["tagging.prohibited", prohibitedRule(owner("tagging.prohibited"), prohibited)]);
  }
  if (maxUserTags !== undefined) {
    rules.push(["tagging.maxUserTags", countRule(owner("tagging.maxUserTags"), maxUserTags)]);
  }
  return rules;
}

const compliant = (owner: Owner): Compliant => Object.freeze({ ...owner, is: "compliant" });

function tagRule(owner: Owner, search: TagSearch, actions: readonly TagAction[] | undefined): Rule {
  const passed = compliant(owner);
  const { key, value, rule } = search;
  const wanted = wantedOf(rule, value.wanted);
  const ours = isOurs(key);
  const plan = (proposal: Proposal): Pick<Violating, "plannedChanges" | "held"> => {
    if (proposal.kind === "held") return { plannedChanges: [], held: proposal.held };
    if (!ours || (actions !== undefined && !actions.includes(proposal.action))) {
      return { plannedChanges: [], held: "read-only" };
    }
    return { plannedChanges: [{ set: "tag", key, value: proposal.value }] };
  };
  return (tags, facts) => {
    const found = tagOf(tags, key);
    if (found === undefined ? !rule.required : value.accepts(found)) return passed;
    const proposal = proposeTag(search, tags, facts);
    return {
      ...owner,
      is: "violating",
      found: found === undefined ? "no tag" : `"${found}"`,
      wanted,
      direction: "none",
      why: proposal.why,
      ...plan(proposal),
    };
  };
}

const wantedOf = (rule: TagRule, wanted: string): string => (rule.required ? wanted : `${wanted}, or no tag`);

/** `aws:` in any case is AWS's own. */
const isOurs = (key: string): boolean => key.length <= LONGEST_KEY && !isReserved(key);

export const isReserved = (key: string): boolean => key.slice(0, 4).toLowerCase() === "aws:";

function prohibitedRule(owner: Owner, patterns: readonly string[]): Rule {
  const passed = compliant(owner);
  const forms = patterns.map(anywherePattern);
  return (tags) => {
    for (const key in tags) {
      if (isReserved(key) || !forms.some((form) => form.test(key))) continue;
      // The tag is not ours: a person takes it off.
      return reported(owner, { found: `the tag ${key}`, wanted: `no tag like ${patterns.join(" or ")}` });
    }
    return passed;
  };
}

function countRule(owner: Owner, most: number): Rule {
  const passed = compliant(owner);
  return (tags) => {
    const count = countTags(tags);
    return count <= most ? passed : reported(owner, { found: `${count} tags`, wanted: `at most ${most} tags` });
  };
}

function reported(owner: Owner, { found, wanted }: { readonly found: string; readonly wanted: string }): Violating {
  const held: Held = "no-value";
  const why = "tags of others are never taken off";
  return { ...owner, is: "violating", found, wanted, plannedChanges: [], direction: "none", why, held };
}

/** Tags that count towards AWS's limit. */
export function countTags(tags: Tags): number {
  let count = 0;
  for (const key in tags) if (!isReserved(key)) count += 1;
  return count;
}
