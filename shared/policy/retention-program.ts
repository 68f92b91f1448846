import type { RetentionPolicy, RetentionRule } from "#shared/catalog/documents/policy.ts";
import type { ResourceFacts } from "#shared/policy/facts.ts";
import type { Compliant } from "#shared/policy/judgement.ts";
import { type Region, WHOLE_BUCKET } from "#shared/policy/lifecycle.ts";
import type { ResourceType, RetentionControl } from "#shared/policy/resource-types/resource-type.ts";
import { ANY_LENGTH, type Interval, meet } from "#shared/policy/retention-interval.ts";
import { askedBy } from "#shared/policy/scope-facts.ts";
import type { Owner } from "#shared/policy/standing.ts";

/** One rule on one control of one type, in whole days. */
export type RetentionProgram = {
  readonly owner: Owner;
  readonly control: RetentionControl;
  /** The keys it is about; the whole bucket, or no bucket at all, but for what S3 sets by prefix. */
  readonly region: Region;
  /** Its policy asks what data it is, so each part of a bucket is judged by the facts of its own dataset. */
  readonly byData: boolean;
  readonly interval: Interval;
  /** Days to set where nothing is set. */
  readonly unset?: number;
  /** The policy's scope names `dataset` and the control keeps the data itself: the dataset's own interval binds too. */
  readonly bindsDataset: boolean;
  readonly passed: Compliant;
  /** {@link passed} where another policy contradicts it. */
  readonly passedInConflict: Compliant;
};

const DAY = 86_400_000;

/** What a dataset says of what lies in it. */
const OF_DATA: readonly string[] = ["dataset", "team", "tier", "classification", "labels"];

/** The rules of a policy that a type has controls for, in the order of their paths. */
export function compileRetention(policy: RetentionPolicy, type: ResourceType | undefined): readonly RetentionProgram[] {
  const asked = new Set(askedBy(policy));
  const asks = { namesDataset: asked.has("dataset"), byData: OF_DATA.some((each) => asked.has(each)) };
  return policy.retention.rules
    .flatMap((rule) => {
      const control = type?.controls.find(({ id }) => id === rule.control);
      return control === undefined ? [] : [programOf(policy, rule, { control, ...asks })];
    })
    .toSorted((left, right) => (left.owner.rule < right.owner.rule ? -1 : 1));
}

function programOf(
  policy: RetentionPolicy,
  rule: RetentionRule,
  asks: { readonly control: RetentionControl; readonly namesDataset: boolean; readonly byData: boolean },
): RetentionProgram {
  const { control, namesDataset, byData } = asks;
  const prefix = rule.prefix ?? "";
  return {
    ...ownedBy({ policy: policy.id, rule: rulePath(rule.control, prefix), mode: policy.mode }),
    control,
    region: prefix === "" ? WHOLE_BUCKET : { prefix, without: [] },
    byData: byData && prefix === "",
    // A part of a day counts in favour of the limit: at least 36 h is 2 days, at most 36 h is 1.
    interval: {
      min: rule.min === undefined ? 0 : Math.ceil(rule.min / DAY),
      max: rule.max === undefined ? Number.POSITIVE_INFINITY : Math.floor(rule.max / DAY),
    },
    ...(rule.unset === undefined ? {} : { unset: Math.ceil(rule.unset / DAY) }),
    bindsDataset: namesDataset && control.keeps === "data",
  };
}

/** `retention.s3.lifecycle.expiration@orders/`: part of a finding's identity. */
const rulePath = (control: string, prefix: string): string =>
  prefix === "" ? `retention.${control}` : `retention.${control}@${prefix}`;

/** The prefix that a rule path ends in; undefined where it is about a resource as a whole. */
function prefixIn(rule: string): string | undefined {
  const at = rule.startsWith("retention.") ? rule.indexOf("@") : -1;
  return at === -1 ? undefined : rule.slice(at + 1);
}

/** The policy of a verdict or a finding, and the prefix it is about where it is about one. */
export function aboutOf({ policy, rule }: { readonly policy: string; readonly rule: string }): {
  readonly policy: string;
  readonly prefix?: string;
} {
  const prefix = prefixIn(rule);
  return { policy, ...(prefix === undefined ? {} : { prefix }) };
}

function ownedBy(owner: Owner): Pick<RetentionProgram, "owner" | "passed" | "passedInConflict"> {
  const demoted: Owner = { ...owner, mode: owner.mode === "enforce" ? "notify" : owner.mode };
  return {
    owner,
    passed: Object.freeze({ ...owner, is: "compliant" }),
    passedInConflict: Object.freeze({ ...demoted, is: "compliant" }),
  };
}

/** A rule about the data of one part of a bucket, with what that part's dataset asks for. */
export function inPart(program: RetentionProgram, region: Region, facts: ResourceFacts): RetentionProgram {
  const { policy, mode } = program.owner;
  const interval = boundInterval(program, facts);
  return {
    ...program,
    ...ownedBy({ policy, rule: rulePath(program.control.id, region.prefix), mode }),
    region,
    ...(interval === undefined ? {} : { interval, bindsDataset: false }),
  };
}

/** How long the rule allows; undefined where that is the dataset's to say, and not known. */
export function boundInterval(
  { bindsDataset, interval }: RetentionProgram,
  facts: ResourceFacts | undefined,
): Interval | undefined {
  if (!bindsDataset) return interval;
  if (facts?.retention === undefined) return undefined;
  return meet(interval, { ...ANY_LENGTH, ...facts.retention });
}
