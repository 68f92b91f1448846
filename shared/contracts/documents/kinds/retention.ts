import type { RetentionPolicy, RetentionRule } from "#shared/catalog/documents/policy.ts";
import { duration } from "#shared/contracts/documents/amounts.ts";
import { list, mapOf, oneOrMore } from "#shared/contracts/documents/collections.ts";
import { oneOf } from "#shared/contracts/documents/problem.ts";
import { optional, record, required } from "#shared/contracts/documents/record.ts";
import { complainAt, type Place, type Shape } from "#shared/contracts/documents/shape.ts";
import { formed, value } from "#shared/contracts/documents/words.ts";
import { formatDuration } from "#shared/kernel/duration.ts";
import { days, type Millis } from "#shared/kernel/time.ts";

const control = formed({
  code: "control",
  is: 'a control is named by its service and setting, such as "logs.retention"',
  pattern: /^[a-z0-9]+(?:\.[A-Za-z][A-Za-z0-9]*)+$/,
  make: (text) => text,
});

const keyPrefix = formed({
  code: "prefix",
  is: 'a prefix is written as it begins the keys, such as "raw/", without "*", "?", braces or a leading "/"',
  pattern: /^(?!\/)[^\p{Cc}\p{Cs}*?{}]{1,512}$/u,
  make: (text) => text,
});

const rule: Shape<RetentionRule> = record(
  {
    control: required(control, "Which setting", "logs.retention"),
    prefix: optional(keyPrefix, "Only what lies there in a bucket; for controls of S3's lifecycle", "raw/"),
    min: optional(duration, "Kept at least", "365d"),
    max: optional(duration, "Kept at most", "731d"),
    unset: optional(duration, "What to set where nothing is set", "400d"),
  },
  { thing: "a retention rule" },
);

/** The part of a retention policy that says how long. */
export const retentionPart: Shape<RetentionPolicy["retention"]> = record(
  {
    legalHold: optional(
      record(
        {
          tag: required(mapOf({ key: value, value: oneOrMore(value), pointsAt: "value" }), "Tags that hold", {
            LegalHold: "true",
          }),
        },
        { thing: "legalHold" },
      ),
      "What is never touched; wins over everything",
      { tag: { LegalHold: "true" } },
    ),
    rules: required(list(rule, { min: 1, max: 200 }), "By setting", [{ control: "logs.retention", min: "365d" }]),
  },
  { thing: "retention" },
);

/** Days that CloudWatch Logs takes (PutRetentionPolicy, `retentionInDays`). */
const OFFERED_FOR_LOGS: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const ENDS = ["min", "max", "unset"] as const;

/** Each rule on its own: it says something, says it once, fits itself, and AWS offers what it would write. */
export function checkRetentionRules({ retention: { rules } }: RetentionPolicy, place: Place): void {
  for (const [at, each] of rules.entries()) {
    const pointer = `/retention/rules/${at}`;
    const fault = prefixFault(each, rules.slice(0, at)) ?? ruleFault(each);
    if (fault !== undefined) complainAt(place, pointer, { code: "retention", message: fault });
    for (const end of ENDS) checkOffered(each, `${pointer}/${end}`, place);
  }
}

const BY_PREFIX = /^s3\.lifecycle\./;

function prefixFault({ control: name, prefix }: RetentionRule, before: readonly RetentionRule[]): string | undefined {
  if (prefix === undefined) return undefined;
  const opening = `Cannot keep ${name} of "${prefix}" so`;
  if (!BY_PREFIX.test(name))
    return `${opening}: only a lifecycle of S3 goes by prefix, such as s3.lifecycle.expiration`;
  const isSaid = before.some((each) => each.control === name && each.prefix === prefix);
  return isSaid ? `${opening}: a rule above says it already; write one` : undefined;
}

function ruleFault({ control: name, min, max, unset }: RetentionRule): string | undefined {
  const opening = `Cannot keep ${name} so`;
  if (min === undefined && max === undefined && unset === undefined) return `${opening}: write min, max or unset`;
  const outside = unset !== undefined && ((min !== undefined && unset < min) || (max !== undefined && unset > max));
  return outside ? `${opening}: unset is not between min and max` : undefined;
}

function checkOffered(each: RetentionRule, pointer: string, place: Place): void {
  const length = each[pointer.slice(pointer.lastIndexOf("/") + 1) as (typeof ENDS)[number]];
  if (each.control !== "logs.retention" || length === undefined) return;
  const near = nearestOffered(length);
  if (near.length === 1 && near[0] === formatDuration(length)) return;
  const message = `Cannot keep logs for "${formatDuration(length)}": AWS does not offer it; the nearest are ${oneOf(near)}`;
  complainAt(place, pointer, { code: "log-retention", message });
}

/** The length itself where it is offered, else what is offered on both sides. */
function nearestOffered(length: Millis): readonly string[] {
  const lengths = OFFERED_FOR_LOGS.map((count) => days(count));
  const exact = lengths.filter((each) => each === length);
  const below = lengths.findLast((each) => each < length);
  const above = lengths.find((each) => each > length);
  const near = exact.length > 0 ? exact : [below, above].filter((each) => each !== undefined);
  return near.map(formatDuration);
}
