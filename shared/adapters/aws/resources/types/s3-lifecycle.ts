import type { LifecycleRule } from "@aws-sdk/client-s3";
import type { Days } from "#shared/adapters/aws/resources/served-type.ts";

/** How one control is in a rule of S3: read from it, laid into it, taken out of it. */
type Action = {
  readonly days: (rule: LifecycleRule) => number | undefined;
  /** Whether the rule says it in a way that days alone do not tell. */
  readonly otherwise: (rule: LifecycleRule) => boolean;
  readonly with: (rule: LifecycleRule, days: number) => LifecycleRule;
  readonly without: (rule: LifecycleRule) => LifecycleRule;
};

export const LIFECYCLE_ACTIONS: Readonly<Record<string, Action>> = {
  "s3.lifecycle.expiration": {
    days: ({ Expiration }) => Expiration?.Days,
    otherwise: ({ Expiration }) => Expiration?.Date !== undefined,
    with: (rule, Days) => ({ ...rule, Expiration: { Days } }),
    // A rule may still drop markers of deletion: that stays.
    without: ({ Expiration, ...rest }) =>
      Expiration?.ExpiredObjectDeleteMarker === true
        ? { ...rest, Expiration: { ExpiredObjectDeleteMarker: true } }
        : rest,
  },
  "s3.lifecycle.noncurrent": {
    days: ({ NoncurrentVersionExpiration }) => NoncurrentVersionExpiration?.NoncurrentDays,
    otherwise: ({ NoncurrentVersionExpiration }) => (NoncurrentVersionExpiration?.NewerNoncurrentVersions ?? 0) > 0,
    with: (rule, NoncurrentDays) => ({ ...rule, NoncurrentVersionExpiration: { NoncurrentDays } }),
    without: ({ NoncurrentVersionExpiration: _, ...rest }) => rest,
  },
  "s3.lifecycle.abortMultipart": {
    days: ({ AbortIncompleteMultipartUpload }) => AbortIncompleteMultipartUpload?.DaysAfterInitiation,
    otherwise: () => false,
    with: (rule, DaysAfterInitiation) => ({ ...rule, AbortIncompleteMultipartUpload: { DaysAfterInitiation } }),
    without: ({ AbortIncompleteMultipartUpload: _, ...rest }) => rest,
  },
};

/** Enabled, and for every object: one with a prefix, a tag or a size says nothing of the bucket as a whole. */
function forWholeBucket({ Status, Filter, Prefix }: LifecycleRule): boolean {
  const { Prefix: filtered, Tag, And, ObjectSizeGreaterThan, ObjectSizeLessThan } = Filter ?? {};
  const narrowed = [Tag, And, ObjectSizeGreaterThan, ObjectSizeLessThan].some((each) => each !== undefined);
  return Status === "Enabled" && !narrowed && !filtered && !Prefix;
}

/**
 * The days after which this happens in the whole bucket; of several rules the earliest counts, as in S3.
 * Undefined where a rule says it otherwise than in days, such as a date or versions that stay.
 */
export function lifecycleDays(rules: readonly LifecycleRule[], control: string): Days | undefined {
  const action = LIFECYCLE_ACTIONS[control];
  if (action === undefined) return undefined;
  const whole = rules.filter(forWholeBucket);
  if (whole.some(action.otherwise)) return undefined;
  const days = whole.map(action.days).filter((each) => each !== undefined);
  return days.length === 0 ? "unset" : Math.min(...days);
}

const ACTION_KEYS = [
  "Expiration",
  "Transitions",
  "NoncurrentVersionTransitions",
  "NoncurrentVersionExpiration",
  "AbortIncompleteMultipartUpload",
] as const satisfies readonly (keyof LifecycleRule)[];

const doesSomething = (rule: LifecycleRule): boolean => ACTION_KEYS.some((key) => rule[key] !== undefined);

/**
 * The whole configuration with one control changed, because S3 only takes it whole; foreign rules stay.
 * Undefined where {@link lifecycleDays} cannot tell what is set, so that nothing is overwritten unseen.
 */
export function withLifecycleDays(
  rules: readonly LifecycleRule[],
  control: string,
  days: Days,
): readonly LifecycleRule[] | undefined {
  const action = LIFECYCLE_ACTIONS[control];
  const before = lifecycleDays(rules, control);
  if (action === undefined || before === undefined) return undefined;
  const holds = (rule: LifecycleRule) => forWholeBucket(rule) && action.days(rule) !== undefined;
  if (days === "unset") {
    return rules.map((rule) => (holds(rule) ? action.without(rule) : rule)).filter(doesSomething);
  }
  if (before !== "unset") return rules.map((rule) => (holds(rule) ? action.with(rule, days) : rule));
  const ID = `tollgate-${control}`;
  const own = action.with({ ID, Status: "Enabled", Filter: { Prefix: "" } }, days);
  return [...rules.filter((rule) => rule.ID !== ID), own];
}
