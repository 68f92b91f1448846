import type { Json, JsonObject } from "#shared/kernel/json.ts";

/** The three lifecycle actions that say how long something is kept, by the control that policies name. */
export const LIFECYCLE_DAYS = {
  "s3.lifecycle.expiration": "expirationDays",
  "s3.lifecycle.noncurrent": "noncurrentDays",
  "s3.lifecycle.abortMultipart": "abortMultipartDays",
} as const;

export type LifecycleControl = keyof typeof LIFECYCLE_DAYS;

const DAYS = Object.values(LIFECYCLE_DAYS);

/** One rule, flattened: `{id, status, prefix?, expirationDays?, noncurrentDays?, abortMultipartDays?}`. */
export type LifecycleRule = JsonObject;

export const rulesOf = (settings: Readonly<Record<string, Json>>): readonly LifecycleRule[] => {
  const rules = settings["lifecycle"];
  return Array.isArray(rules) ? (rules as readonly LifecycleRule[]) : [];
};

/** What S3 says is wrong with a configuration; undefined when it takes it. */
export function lifecycleFault(rules: readonly JsonObject[]): string | undefined {
  if (rules.length === 0 || rules.length > 1_000) return "a configuration has 1 to 1000 rules";
  const ids = rules.map((rule) => rule["id"]);
  if (ids.some((id) => typeof id !== "string" || id === "" || id.length > 255)) return "every rule needs an id";
  if (new Set(ids).size < ids.length) return "two rules have the same id";
  return rules.map(ruleFault).find((fault) => fault !== undefined);
}

function ruleFault(rule: JsonObject): string | undefined {
  const known: readonly string[] = ["id", "status", "prefix", ...DAYS];
  const unknown = Object.keys(rule).find((key) => !known.includes(key));
  if (unknown !== undefined) return `a rule has no "${unknown}"; it has ${known.join(", ")}`;
  if (rule["status"] !== "Enabled" && rule["status"] !== "Disabled") return "status is Enabled or Disabled";
  if (rule["prefix"] !== undefined && typeof rule["prefix"] !== "string") return "prefix is a text";
  const days = DAYS.map((name) => rule[name]).filter((value) => value !== undefined);
  if (days.length === 0) return `a rule needs one of ${DAYS.join(", ")}`;
  return days.every((value) => Number.isSafeInteger(value) && Number(value) > 0) ? undefined : "days are whole, from 1";
}

const forWholeBucket = (rule: LifecycleRule): boolean =>
  rule["status"] === "Enabled" && (rule["prefix"] === undefined || rule["prefix"] === "");

/** The days after which this happens in the whole bucket; of several rules the earliest counts, as in S3. */
export function lifecycleDays(rules: readonly LifecycleRule[], control: LifecycleControl): number | "unset" {
  const days = rules
    .filter(forWholeBucket)
    .map((rule) => rule[LIFECYCLE_DAYS[control]])
    .filter((value) => typeof value === "number");
  return days.length === 0 ? "unset" : Math.min(...days);
}

/** The whole configuration with one control changed, because S3 only takes it whole; foreign rules stay. */
export function withLifecycleDays(
  rules: readonly LifecycleRule[],
  control: LifecycleControl,
  days: number | "unset",
): readonly LifecycleRule[] {
  const name = LIFECYCLE_DAYS[control];
  const holds = (rule: LifecycleRule) => forWholeBucket(rule) && rule[name] !== undefined;
  if (days !== "unset" && rules.some(holds))
    return rules.map((rule) => (holds(rule) ? { ...rule, [name]: days } : rule));
  if (days !== "unset") {
    const id = `tollgate-${control}`;
    return [...rules.filter((rule) => rule["id"] !== id), { id, status: "Enabled", [name]: days }];
  }
  return rules
    .map((rule) => (holds(rule) ? dropped(rule, name) : rule))
    .filter((rule) => DAYS.some((each) => rule[each] !== undefined));
}

const dropped = (rule: LifecycleRule, name: string): LifecycleRule =>
  Object.fromEntries(Object.entries(rule).filter(([key]) => key !== name));

/** As CloudTrail shows it under `LifecycleConfiguration`. */
export const recordedRules = (rules: readonly LifecycleRule[]): JsonObject => ({
  Rule: rules.map((rule) => ({
    ID: rule["id"] ?? "",
    Status: rule["status"] ?? "",
    ...(rule["prefix"] === undefined ? {} : { Prefix: rule["prefix"] }),
    ...(rule["expirationDays"] === undefined ? {} : { Expiration: { Days: rule["expirationDays"] } }),
    ...(rule["noncurrentDays"] === undefined
      ? {}
      : { NoncurrentVersionExpiration: { NoncurrentDays: rule["noncurrentDays"] } }),
    ...(rule["abortMultipartDays"] === undefined
      ? {}
      : { AbortIncompleteMultipartUpload: { DaysAfterInitiation: rule["abortMultipartDays"] } }),
  })),
});
