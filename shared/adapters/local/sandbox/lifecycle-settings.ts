import {
  doesSomething,
  type FlatRule,
  isFiltered,
  LIFECYCLE_DAYS,
  type LifecycleControl,
} from "#shared/adapters/local/sandbox/api/lifecycle.ts";
import { daysOfRule, type LifecycleRule, type RuleRef } from "#shared/policy/lifecycle.ts";

type Days = number | "unset";

/** A configuration as policies read it. */
export const lifecycleRules = (rules: readonly FlatRule[]): readonly LifecycleRule[] =>
  rules.map((rule) => ({
    id: String(rule["id"]),
    enabled: rule["status"] === "Enabled",
    prefix: String(rule["prefix"] ?? ""),
    filtered: isFiltered(rule),
    ends: Object.fromEntries(
      (Object.keys(LIFECYCLE_DAYS) as LifecycleControl[]).flatMap((control) => {
        const end = endOf(rule, control);
        return end === undefined ? [] : [[control, end] as const];
      }),
    ),
  }));

function endOf(rule: FlatRule, control: LifecycleControl): number | "unclear" | undefined {
  if (control === "s3.lifecycle.expiration" && rule["expirationDate"] !== undefined) return "unclear";
  // The newest of the old versions stay, however old they are.
  if (control === "s3.lifecycle.noncurrent" && rule["newerNoncurrentVersions"] !== undefined) return "unclear";
  const days = rule[LIFECYCLE_DAYS[control]];
  return typeof days === "number" ? days : undefined;
}

const isOfWholeBucket = (rule: FlatRule): boolean =>
  rule["status"] === "Enabled" && (rule["prefix"] ?? "") === "" && !isFiltered(rule);

/** The days after which this happens in the whole bucket; of several rules the earliest counts, as in S3. */
export function lifecycleDays(rules: readonly FlatRule[], control: LifecycleControl): Days {
  const days = rules
    .filter(isOfWholeBucket)
    .map((rule) => endOf(rule, control))
    .filter((value) => typeof value === "number");
  return days.length === 0 ? "unset" : Math.min(...days);
}

/** The whole configuration with one control changed, because S3 only takes it whole; foreign rules stay. */
export function withLifecycleDays(
  rules: readonly FlatRule[],
  control: LifecycleControl,
  days: Days,
): readonly FlatRule[] {
  const name = LIFECYCLE_DAYS[control];
  const holds = (rule: FlatRule) => isOfWholeBucket(rule) && typeof endOf(rule, control) === "number";
  if (days !== "unset" && rules.some(holds))
    return rules.map((rule) => (holds(rule) ? { ...rule, [name]: days } : rule));
  if (days !== "unset") {
    const id = `tollgate-${control}`;
    return [...rules.filter((rule) => rule["id"] !== id), { id, status: "Enabled", [name]: days }];
  }
  return rules.map((rule) => (holds(rule) ? without(rule, name) : rule)).filter(doesSomething);
}

/**
 * The whole configuration with the days of one rule changed; all others, and all else of this one, stay as they are.
 *
 * Undefined where a rule of that id is not the one meant: somebody made it another.
 */
export function withDaysOfRule(
  rules: readonly FlatRule[],
  control: LifecycleControl,
  { rule, days }: { readonly rule: RuleRef; readonly days: Days },
): readonly FlatRule[] | undefined {
  if (daysOfRule(lifecycleRules(rules), control, rule) === undefined) return undefined;
  const name = LIFECYCLE_DAYS[control];
  const { id, prefix } = rule;
  if (!rules.some((each) => each["id"] === id)) {
    return days === "unset" ? rules : [...rules, { id, status: "Enabled", prefix, [name]: days }];
  }
  return rules
    .map((each) => (each["id"] !== id ? each : days === "unset" ? without(each, name) : { ...each, [name]: days }))
    .filter(doesSomething);
}

const without = (rule: FlatRule, name: string): FlatRule =>
  Object.fromEntries(Object.entries(rule).filter(([key]) => key !== name));
