import { unknownRule } from "#shared/policy/judge-retention.ts";
import type { Compliant, Unknown, Verdict } from "#shared/policy/judgement.ts";
import type { HoldTest } from "#shared/policy/legal-hold.ts";
import { type Frame, frameOf, type Standingly } from "#shared/policy/retention-frame.ts";
import type { RetentionProgram } from "#shared/policy/retention-program.ts";
import { type Owner, SCOPE_UNKNOWN, type Standing } from "#shared/policy/standing.ts";
import { type KeyCheck, MOST_TAGS, type TagCheck } from "#shared/policy/tag-check.ts";
import type { PolicyProgram } from "#shared/policy/type-program.ts";

export type KeySlot = {
  readonly at: number;
  readonly forbids: (key: string) => boolean;
  /** `Infinity` where the rule does not count. */
  readonly most: number;
  readonly violation: KeyCheck["violation"];
  readonly standing: Standing;
};

export type RetentionSlot = {
  readonly at: number;
  readonly control: string;
  /** Set by rules about prefixes: where these were read, they are judged and not the one length. */
  readonly byPrefix: boolean;
  readonly self: Standingly;
  /** Every rule on the same control, of all policies that may have the resource in scope. */
  readonly peers: readonly Standingly[];
  /** What all of them leave possible; absent where that depends on the resource's dataset. */
  readonly frame?: Frame;
  /** Lengths that are met for certain, in days. An empty range where only the frame can tell. */
  readonly least: number;
  readonly most: number;
};

/**
 * All that can be known before a resource's tags and settings are looked at, for resources of one type
 * to which all policies stand alike. Each rule has its place in the judgement.
 */
export type JudgingPlan = {
  /** The judgement if every rule is met; rules that cannot be known already say so. */
  readonly verdicts: readonly Verdict[];
  /** As `verdicts`, for a resource whose tags could not be read. */
  readonly tagsUnread: readonly Verdict[];
  /** Rules on single tags, shared by all plans, so that few objects stay hot; and the place of each. */
  readonly tags: readonly TagCheck[];
  readonly tagsAt: readonly number[];
  /** How its policy stands, by place. */
  readonly standings: readonly Standing[];
  readonly keys: readonly KeySlot[];
  readonly retention: readonly RetentionSlot[];
  /** The rules on what S3 sets by prefix, also of policies that are not known to apply. */
  readonly byPrefix: readonly Standingly[];
  readonly holds: readonly HoldTest[];
  readonly mostTags: number;
  /** Two policies judge one key, so they may want different values. */
  readonly sharesKeys: boolean;
};

/** A policy that has the resource in scope, or may have. */
export type Present = { readonly policy: PolicyProgram; readonly standing: Standing };

/** Lays out the rules of the policies that are present, in their order. */
export function layOut(present: readonly Present[]): JudgingPlan {
  const rules = present.flatMap(rulesOf).toSorted(byPolicyAndRule);
  const inScope = rules.filter(({ standing }) => standing.fit === "fits");
  const retention = rules.filter((rule) => rule.kind === "retention");
  const tags = inScope.filter((rule) => rule.kind === "tag");
  const at = (rule: Rule): number => rules.indexOf(rule);
  const taggable = tags.filter(({ untaggable }) => untaggable === undefined);
  return {
    verdicts: rules.map((rule) => unread(rule, rule.kind === "retention" ? undefined : rule.untaggable)),
    tagsUnread: rules.map((rule) =>
      unread(rule, rule.kind === "retention" ? undefined : (rule.untaggable ?? TAGS_UNREAD)),
    ),
    tags: taggable.map(({ check }) => check),
    tagsAt: taggable.map(at),
    standings: rules.map(({ standing }) => standing),
    keys: inScope
      .filter((rule) => rule.kind === "keys")
      .filter(({ untaggable }) => untaggable === undefined)
      .map((rule) => keySlot(rule.check, at(rule), rule.standing)),
    retention: retention
      .filter(({ standing }) => standing.fit === "fits")
      .map((rule) => retentionSlot(rule, at(rule), retention)),
    byPrefix: retention
      .filter(({ program }) => program.control.byPrefix === true)
      .map(({ program, standing }) => ({ program, standing })),
    holds: present.map(({ policy }) => policy.hold).filter((hold) => hold !== undefined),
    mostTags: Math.min(MOST_TAGS, ...inScopeMost(present)),
    sharesKeys: new Set(tags.map(({ check }) => check.key)).size < tags.length,
  };
}

const TAGS_UNREAD = "its tags could not be read";

const inScopeMost = (present: readonly Present[]): readonly number[] =>
  present.filter(({ standing }) => standing.fit === "fits").map(({ policy }) => policy.tagging?.mostTags ?? MOST_TAGS);

type Common = { readonly owner: Owner; readonly standing: Standing };

type TagKind = { readonly untaggable: string | undefined };

type Rule = Common &
  (
    | ({ readonly kind: "tag"; readonly check: TagCheck } & TagKind)
    | ({ readonly kind: "keys"; readonly check: KeyCheck } & TagKind)
    | { readonly kind: "retention"; readonly program: RetentionProgram }
  );

function rulesOf({ policy, standing }: Present): readonly Rule[] {
  const { tagging, untaggable } = policy;
  return [
    ...(tagging?.tags ?? []).map((check): Rule => ({ kind: "tag", check, untaggable, owner: check.owner, standing })),
    ...(tagging?.keys ?? []).map((check): Rule => ({ kind: "keys", check, untaggable, owner: check.owner, standing })),
    ...policy.retention.map((program): Rule => ({ kind: "retention", program, owner: program.owner, standing })),
  ];
}

const sortKey = ({ owner }: Rule): string => `${owner.policy}\u0000${owner.rule}`;

const byPolicyAndRule = (left: Rule, right: Rule): number => (sortKey(left) < sortKey(right) ? -1 : 1);

/** One object per rule for ever, not one per plan. */
const passedOf = (rule: Rule): Compliant => (rule.kind === "retention" ? rule.program.passed : rule.check.passed);

/** Compliant until something is found; unknown where the scope is, or where `because` says why. */
function unread(rule: Rule, because: string | undefined): Compliant | Unknown {
  const reason = rule.standing.fit === "unknown" ? SCOPE_UNKNOWN : because;
  return reason === undefined ? passedOf(rule) : Object.freeze(unknownRule(rule.owner, rule.standing, reason));
}

const keySlot = ({ forbids, most, violation }: KeyCheck, at: number, standing: Standing): KeySlot => ({
  at,
  forbids: forbids ?? (() => false),
  most: most ?? Number.POSITIVE_INFINITY,
  violation,
  standing,
});

type RetentionRule = Rule & { readonly kind: "retention" };

function retentionSlot(rule: RetentionRule, at: number, all: readonly RetentionRule[]): RetentionSlot {
  const self = { program: rule.program, standing: rule.standing };
  const control = rule.program.control.id;
  const byPrefix = rule.program.control.byPrefix === true;
  const others = all
    .filter((each) => each !== rule && each.program.control.id === control)
    .map(({ program, standing }) => ({ program, standing }));
  const peers = [self, ...others];
  if (peers.some(({ program }) => program.bindsDataset))
    return { at, control, byPrefix, self, peers, least: 1, most: 0 };
  const frame = frameOf(self, peers, undefined);
  const { min, max } = frame.own ?? NO_LENGTH;
  const isPlain = frame.metInConflict === undefined && rule.program.region.prefix === "";
  const met = isPlain ? { least: min, most: max } : { least: 1, most: 0 };
  return { at, control, byPrefix, self, peers, frame, ...met };
}

const NO_LENGTH = { min: 1, max: 0 };
