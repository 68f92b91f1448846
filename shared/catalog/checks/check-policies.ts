import type { Check } from "#shared/catalog/checks/checking.ts";
import { selectorsMeet } from "#shared/catalog/clause-algebra.ts";
import type { DocumentRef, DurationRange } from "#shared/catalog/documents/document.ts";
import type { Policy, RetentionPolicy, RetentionRule, TaggingPolicy } from "#shared/catalog/documents/policy.ts";
import { pointerOf } from "#shared/catalog/pointer.ts";
import type { CatalogProblem } from "#shared/catalog/problem.ts";
import { formatDuration } from "#shared/kernel/duration.ts";

/** Policies all apply: what they ask together must be possible, and one key has one writer. */
export const checkPolicies: Check = ({ index, catalog }) => {
  const policies = index.all("Policy");
  const pairs = policies.flatMap((policy, at) => policies.slice(0, at).map((other) => [policy, other] as const));
  return [
    ...index
      .all("Dataset")
      .flatMap(({ id, retention }) => emptyRange({ kind: "Dataset", id }, "/retention", retention)),
    ...Object.entries(catalog.company.defaults?.classification ?? {}).flatMap(([word, { retention }]) =>
      emptyRange(
        { kind: "Company", id: catalog.company.id },
        pointerOf("defaults", "classification", word, "retention"),
        retention,
      ),
    ),
    ...policies.flatMap(ownRanges),
    ...pairs
      .filter(([policy, other]) => selectorsMeet(policy.scope, other.scope))
      .flatMap(([policy, other]) => between(policy, other)),
  ];
};

const isEmpty = ({ min, max }: DurationRange): boolean => min !== undefined && max !== undefined && min > max;

function emptyRange(
  document: DocumentRef,
  pointer: string,
  range: DurationRange | undefined,
): readonly CatalogProblem[] {
  if (range?.min === undefined || range.max === undefined || !isEmpty(range)) return [];
  return [
    {
      document,
      pointer,
      code: "empty-interval",
      message: `Cannot keep data for at least ${formatDuration(range.min)} and at most ${formatDuration(range.max)}`,
    },
  ];
}

function ownRanges(policy: Policy): readonly CatalogProblem[] {
  if (policy.type !== "retention") return [];
  const empty = policy.retention.rules.flatMap((rule, at) =>
    emptyRange({ kind: "Policy", id: policy.id }, pointerOf("retention", "rules", at), rule),
  );
  return [...empty, ...noRoomWithin(policy)];
}

function between(policy: Policy, other: Policy): readonly CatalogProblem[] {
  if (policy.type === "tagging" && other.type === "tagging") return sameKeys(policy, other);
  return policy.type === "retention" && other.type === "retention" ? noRoom(policy, other) : [];
}

/** Both write: in the end the one that ran last would be right. */
function sameKeys(policy: TaggingPolicy, other: TaggingPolicy): readonly CatalogProblem[] {
  if (policy.mode !== "enforce" || other.mode !== "enforce") return [];
  return Object.keys(policy.tagging.tags)
    .filter((key) => Object.hasOwn(other.tagging.tags, key))
    .map((key) => ({
      document: { kind: "Policy" as const, id: policy.id },
      pointer: pointerOf("tagging", "tags", key),
      code: "two-writers",
      message: `Cannot write the tag "${key}" twice: "${other.id}" writes it on resources of this scope too`,
    }));
}

const noRoom = (policy: RetentionPolicy, other: RetentionPolicy): readonly CatalogProblem[] =>
  policy.retention.rules.flatMap((rule, at) =>
    other.retention.rules
      .filter((each) => cannotBothHold(rule, each))
      .map((each) => noRoomFor({ policy, at, rule }, { by: `"${other.id}"`, each })),
  );

/** A rule on a prefix is no exception from one on all: both hold. */
const noRoomWithin = (policy: RetentionPolicy): readonly CatalogProblem[] =>
  policy.retention.rules.flatMap((rule, at) =>
    policy.retention.rules
      .slice(0, at)
      .filter((each) => cannotBothHold(rule, each))
      .map((each) => noRoomFor({ policy, at, rule }, { by: `the rule on ${settingText(each)}`, each })),
  );

const cannotBothHold = (rule: RetentionRule, each: RetentionRule): boolean =>
  each.control === rule.control &&
  isOfSameKeys(each, rule) &&
  isEmpty(both(rule, each)) &&
  !isEmpty(rule) &&
  !isEmpty(each);

type At = { readonly policy: RetentionPolicy; readonly at: number; readonly rule: RetentionRule };

const noRoomFor = (
  { policy, at, rule }: At,
  { by, each }: { readonly by: string; readonly each: RetentionRule },
): CatalogProblem => ({
  document: { kind: "Policy", id: policy.id },
  pointer: pointerOf("retention", "rules", at),
  code: "retention-conflict",
  message: `Cannot hold ${settingText(rule)} to ${rangeText(rule)}: ${by} asks for ${rangeText(each)} on resources of this scope`,
});

/** S3 knows no exception from a prefix: what a rule says of one holds for all that lies below it. */
const isOfSameKeys = ({ prefix: left = "" }: RetentionRule, { prefix: right = "" }: RetentionRule): boolean =>
  left.startsWith(right) || right.startsWith(left);

const settingText = ({ control, prefix }: RetentionRule): string =>
  prefix === undefined ? `"${control}"` : `"${control}" of "${prefix}"`;

/** Several ranges combine to the largest minimum and the smallest maximum. */
function both(left: DurationRange, right: DurationRange): DurationRange {
  const minima = [left.min, right.min].filter((end) => end !== undefined);
  const maxima = [left.max, right.max].filter((end) => end !== undefined);
  const [min, max] = [minima.toSorted((a, b) => b - a)[0], maxima.toSorted((a, b) => a - b)[0]];
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}

function rangeText({ min, max }: DurationRange): string {
  const ends = [
    min === undefined ? "" : `at least ${formatDuration(min)}`,
    max === undefined ? "" : `at most ${formatDuration(max)}`,
  ];
  return ends.filter((end) => end !== "").join(" and ");
}
