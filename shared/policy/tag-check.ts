import type { TagAction, TaggingPolicy } from "#shared/catalog/documents/policy.ts";
import type { ResourceFacts, Vocabulary } from "#shared/policy/facts.ts";
import type { Compliant, Held, Violating } from "#shared/policy/judgement.ts";
import type { Owner } from "#shared/policy/standing.ts";
import { proposeTag, type TagSearch, type Tags } from "#shared/policy/tag-proposal.ts";
import { anywherePattern, remembered, tagValue } from "#shared/policy/tag-value.ts";

/** AWS: at most 50 tags on a resource, `aws:` tags not counted; keys to 128 characters, values to 256. */
export const MOST_TAGS = 50;
const LONGEST_KEY = 128;

/** One rule on one tag. */
export type TagCheck = {
  readonly owner: Owner;
  readonly key: string;
  /** An absent tag is met. */
  readonly optional: boolean;
  readonly passed: Compliant;
  readonly accepts: (value: string) => boolean;
  readonly violation: (found: string | undefined, tags: Tags, facts: ResourceFacts) => Violating;
};

/** One rule on all keys at once. */
export type KeyCheck = {
  readonly owner: Owner;
  readonly passed: Compliant;
  /** Whether a key may not be there; absent on a rule that only counts. */
  readonly forbids?: (key: string) => boolean;
  /** At most so many keys; absent on a rule that only forbids. */
  readonly most?: number;
  readonly violation: (found: string) => Violating;
};

export type TagChecks = {
  readonly tags: readonly TagCheck[];
  readonly keys: readonly KeyCheck[];
  readonly mostTags: number;
};

/** Compiles the rules of one tagging policy. */
export function compileTagChecks(policy: TaggingPolicy, vocabulary: Vocabulary): TagChecks {
  const { tags, prohibited, maxUserTags } = policy.tagging;
  const owner = (rule: string): Owner => ({ policy: policy.id, rule, mode: policy.mode });
  const keys: KeyCheck[] = [];
  if (maxUserTags !== undefined) keys.push(countCheck(owner("tagging.maxUserTags"), maxUserTags));
  if (prohibited !== undefined) keys.push(prohibitedCheck(owner("tagging.prohibited"), prohibited));
  return {
    tags: Object.entries(tags).map(([key, rule]) => {
      const search = { key, rule, value: tagValue(rule, vocabulary) };
      return tagCheck(owner(`tagging.tags.${key}`), search, policy.enforcement?.actions);
    }),
    keys,
    mostTags: Math.min(maxUserTags ?? MOST_TAGS, MOST_TAGS),
  };
}

function tagCheck(owner: Owner, search: TagSearch, actions: readonly TagAction[] | undefined): TagCheck {
  const { key, value, rule } = search;
  const wanted = rule.required ? value.wanted : `${value.wanted}, or no tag`;
  // `aws:` in any case is AWS's own.
  const ours = key.length <= LONGEST_KEY && !isReserved(key);
  const mayDo = (action: TagAction): boolean => ours && (actions === undefined || actions.includes(action));
  const violation: TagCheck["violation"] = (found, tags, facts) => {
    const proposal = proposeTag(search, { tags, found, facts });
    const text = found === undefined ? "no tag" : `"${found}"`;
    if (proposal.kind === "held")
      return unplanned(owner, { found: text, wanted, why: proposal.why, held: proposal.held });
    if (!mayDo(proposal.action)) return unplanned(owner, { found: text, wanted, why: proposal.why, held: "read-only" });
    return {
      policy: owner.policy,
      rule: owner.rule,
      mode: owner.mode,
      is: "violating",
      found: text,
      wanted,
      plannedChanges: [{ set: "tag", key, value: proposal.value }],
      direction: "none",
      why: proposal.why,
    };
  };
  return { owner, key, optional: !rule.required, passed: passed(owner), accepts: value.accepts, violation };
}

const passed = (owner: Owner): Compliant => Object.freeze({ ...owner, is: "compliant" });

type Said = { readonly found: string; readonly wanted: string; readonly why: string; readonly held: Held };

const NOTHING: Violating["plannedChanges"] = Object.freeze([]);

/** Written out, because a spread per violation is most of what a violation costs. */
const unplanned = (owner: Owner, { found, wanted, why, held }: Said): Violating => ({
  policy: owner.policy,
  rule: owner.rule,
  mode: owner.mode,
  is: "violating",
  found,
  wanted,
  plannedChanges: NOTHING,
  direction: "none",
  why,
  held,
});

function prohibitedCheck(owner: Owner, patterns: readonly string[]): KeyCheck {
  const forms = patterns.map(anywherePattern);
  const wanted = `no tag like ${patterns.join(" or ")}`;
  return {
    owner,
    passed: passed(owner),
    forbids: remembered((key) => forms.some((form) => form.test(key))),
    violation: (key) => unplanned(owner, { found: `the tag ${key}`, wanted, ...FOREIGN }),
  };
}

function countCheck(owner: Owner, most: number): KeyCheck {
  const wanted = `at most ${most} tags`;
  return {
    owner,
    passed: passed(owner),
    most,
    violation: (count) => unplanned(owner, { found: `${count} tags`, wanted, ...FOREIGN }),
  };
}

/** What is not ours, a person takes off. */
const FOREIGN = { why: "tags of others are never taken off", held: "no-value" } as const;

const COLON = 58;

/** `aws:` in any case. Most keys are told by their fourth character. */
export const isReserved = (key: string): boolean =>
  key.charCodeAt(3) === COLON && key.slice(0, 3).toLowerCase() === "aws";

/** Tags that count towards AWS's limit. */
export function countTags(tags: Tags): number {
  let count = 0;
  for (const key in tags) if (!isReserved(key)) count += 1;
  return count;
}
