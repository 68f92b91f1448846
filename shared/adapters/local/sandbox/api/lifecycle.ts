import type { Json, JsonObject } from "#shared/kernel/json.ts";

/** The three lifecycle actions that say how long something is kept, by the control that policies name. */
export const LIFECYCLE_DAYS = {
  "s3.lifecycle.expiration": "expirationDays",
  "s3.lifecycle.noncurrent": "noncurrentDays",
  "s3.lifecycle.abortMultipart": "abortMultipartDays",
} as const;

export type LifecycleControl = keyof typeof LIFECYCLE_DAYS;

const DAYS = Object.values(LIFECYCLE_DAYS);

/** What a rule does, in the sandbox's flat spelling: at least one of these. */
const ACTIONS: readonly string[] = [...DAYS, "expirationDate", "transitionDays"];

const WHOLE: readonly string[] = [
  ...DAYS,
  "newerNoncurrentVersions",
  "transitionDays",
  "sizeGreaterThan",
  "sizeLessThan",
];

const KNOWN: readonly string[] = ["id", "status", "prefix", "tags", ...WHOLE, "expirationDate", "transitionClass"];

/** One rule, flattened: `{id, status, prefix?, tags?, sizeGreaterThan?, …, expirationDays?, noncurrentDays?, …}`. */
export type FlatRule = JsonObject;

export const rulesOf = (settings: Readonly<Record<string, Json>>): readonly FlatRule[] => {
  const rules = settings["lifecycle"];
  return Array.isArray(rules) ? (rules as readonly FlatRule[]) : [];
};

export const isFiltered = (rule: FlatRule): boolean =>
  ["tags", "sizeGreaterThan", "sizeLessThan"].some((name) => rule[name] !== undefined);

/** Whether a rule still does something; S3 refuses one that does not. */
export const doesSomething = (rule: FlatRule): boolean => ACTIONS.some((name) => rule[name] !== undefined);

/** What S3 says is wrong with a configuration; undefined when it takes it. */
export function lifecycleFault(rules: readonly JsonObject[]): string | undefined {
  if (rules.length === 0 || rules.length > 1_000) return "a configuration has 1 to 1000 rules";
  const ids = rules.map((rule) => rule["id"]);
  if (ids.some((id) => typeof id !== "string" || id === "" || id.length > 255)) return "every rule needs an id";
  if (new Set(ids).size < ids.length) return "two rules have the same id";
  return rules.map(ruleFault).find((fault) => fault !== undefined);
}

function ruleFault(rule: JsonObject): string | undefined {
  const unknown = Object.keys(rule).find((key) => !KNOWN.includes(key));
  if (unknown !== undefined) return `a rule has no "${unknown}"; it has ${KNOWN.join(", ")}`;
  if (rule["status"] !== "Enabled" && rule["status"] !== "Disabled") return "status is Enabled or Disabled";
  if (rule["prefix"] !== undefined && typeof rule["prefix"] !== "string") return "prefix is a text";
  if (!doesSomething(rule)) return `a rule needs one of ${ACTIONS.join(", ")}`;
  const numbers = WHOLE.map((name) => rule[name]).filter((value) => value !== undefined);
  if (!numbers.every((value) => Number.isSafeInteger(value) && Number(value) > 0)) return "days are whole, from 1";
  return tagsFault(rule["tags"]) ?? togetherFault(rule);
}

function tagsFault(tags: Json | undefined): string | undefined {
  if (tags === undefined) return undefined;
  const isMap = typeof tags === "object" && tags !== null && !Array.isArray(tags);
  return isMap && Object.keys(tags).length > 0 && Object.values(tags).every((value) => typeof value === "string")
    ? undefined
    : 'tags are texts by key, such as {"temporary": "true"}';
}

const MIDNIGHT = /^\d{4}-\d{2}-\d{2}T00:00:00(?:\.000)?Z$/;

/** What S3 does not take side by side (S3 User Guide, "Lifecycle configuration elements"). */
function togetherFault(rule: JsonObject): string | undefined {
  const { expirationDate, expirationDays, abortMultipartDays, newerNoncurrentVersions, noncurrentDays } = rule;
  if (expirationDate !== undefined && !MIDNIGHT.test(String(expirationDate))) return "a date is at midnight UTC";
  if (expirationDate !== undefined && expirationDays !== undefined) return "an expiration has days or a date";
  if (abortMultipartDays !== undefined && isFiltered(rule)) return "uploads have no tags or sizes to filter by";
  if (newerNoncurrentVersions !== undefined && noncurrentDays === undefined) return "noncurrentDays is missing";
  return (rule["transitionDays"] === undefined) === (rule["transitionClass"] === undefined)
    ? undefined
    : "a transition has days and a class";
}

/** As CloudTrail shows it under `LifecycleConfiguration`. */
export const recordedRules = (rules: readonly FlatRule[]): JsonObject => ({
  Rule: rules.map((rule) => ({
    ID: rule["id"] ?? "",
    Status: rule["status"] ?? "",
    ...recordedFilter(rule),
    ...recordedExpiration(rule),
    ...given(rule, "NoncurrentVersionExpiration", {
      NoncurrentDays: "noncurrentDays",
      NewerNoncurrentVersions: "newerNoncurrentVersions",
    }),
    ...given(rule, "AbortIncompleteMultipartUpload", { DaysAfterInitiation: "abortMultipartDays" }),
    ...given(rule, "Transition", { Days: "transitionDays", StorageClass: "transitionClass" }),
  })),
});

const recordedExpiration = (rule: FlatRule): JsonObject =>
  given(rule, "Expiration", { Days: "expirationDays", Date: "expirationDate" });

/** An element with those of its members that the rule has; nothing where it has none. */
function given(rule: FlatRule, element: string, members: Readonly<Record<string, string>>): JsonObject {
  const found = Object.entries(members).flatMap(([theirs, ours]) => {
    const value = rule[ours];
    return value === undefined ? [] : [[theirs, value] as const];
  });
  return found.length === 0 ? {} : { [element]: Object.fromEntries(found) };
}

/** The old member `Prefix` where that is all; else a `Filter`, with `And` round what is more than one thing. */
function recordedFilter(rule: FlatRule): JsonObject {
  const prefix = rule["prefix"] === undefined ? {} : { Prefix: rule["prefix"] };
  if (!isFiltered(rule)) return prefix;
  const tags = Object.entries((rule["tags"] ?? {}) as Readonly<Record<string, Json>>);
  const asked: readonly JsonObject[] = [
    ...(rule["prefix"] === undefined ? [] : [prefix]),
    ...tags.map(([Key, Value]): JsonObject => ({ Tag: { Key, Value } })),
    ...["sizeGreaterThan", "sizeLessThan"].flatMap((name): readonly JsonObject[] =>
      rule[name] === undefined ? [] : [{ [`Object${name[0]?.toUpperCase()}${name.slice(1)}`]: rule[name] ?? null }],
    ),
  ];
  const [only, ...more] = asked;
  if (more.length === 0) return { Filter: only ?? {} };
  const { Tag: _, ...rest } = Object.assign({}, ...asked) as JsonObject;
  const list = tags.length === 0 ? {} : { Tag: tags.map(([Key, Value]) => ({ Key, Value })) };
  return { Filter: { And: { ...rest, ...list } } };
}
