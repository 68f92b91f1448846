import type { Json } from "#shared/kernel/json.ts";
import type { CloudRecord } from "#shared/policy/cloud-record.ts";
import { valuesAt } from "#shared/policy/record-path.ts";
import type { Unit } from "#shared/policy/resource-types/resource-type.ts";
import type { WatchedEvent } from "#shared/policy/resource-types/table.ts";

/**
 * The tags that a create call put on, or undefined where its record cannot say.
 *
 * CloudFormation adds tags after it has created (auto-tag waits up to 45 s for those of DynamoDB), and
 * CloudTrail leaves out request parameters beyond 100 KB: neither may be read as "no tags".
 */
export function recordedTags(record: CloudRecord, event: WatchedEvent): Readonly<Record<string, string>> | undefined {
  const paths = event.does === "create" ? event.call.tags : undefined;
  if (paths === undefined || record.body.requestParameters === null) return undefined;
  if (record.identity.invokedBy === "cloudformation.amazonaws.com") return undefined;
  const found = paths.flatMap((path) => valuesAt(record.body, path));
  const pairs = found.map(pairsOf);
  return pairs.some((each) => each === undefined) ? undefined : Object.fromEntries(pairs.flatMap((each) => each ?? []));
}

type Pair = readonly [key: string, value: string];

/** A map, a list of pairs, or one pair: AWS has all three. Anything else is not understood: undefined. */
function pairsOf(value: Json): readonly Pair[] | undefined {
  if (Array.isArray(value)) {
    const pairs = (value as readonly Json[]).map(pairOf);
    return pairs.some((pair) => pair === undefined) ? undefined : (pairs as readonly Pair[]);
  }
  if (value === null || typeof value !== "object") return undefined;
  const pair = pairOf(value);
  return pair === undefined ? mapPairs(Object.entries(value)) : [pair];
}

function mapPairs(entries: readonly (readonly [string, Json])[]): readonly Pair[] | undefined {
  return entries.every(([, value]) => typeof value === "string") ? (entries as readonly Pair[]) : undefined;
}

function pairOf(value: Json): Pair | undefined {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return undefined;
  const members = new Map(Object.entries(value).map(([name, member]) => [name.toLowerCase(), member]));
  const [key, text] = [members.get("key"), members.get("value") ?? ""];
  return members.size <= 2 && typeof key === "string" && typeof text === "string" ? [key, text] : undefined;
}

/**
 * The retention settings that the record shows, in whole days; on a resource just made, AWS's defaults
 * too. A setting that is there and is no number is not known, and certainly not the default.
 */
export function recordedRetention(
  record: CloudRecord,
  event: WatchedEvent,
): Readonly<Record<string, number | "unset">> {
  const settings = new Map<string, number | "unset" | undefined>(defaultsOf(record, event));
  for (const setting of event.call.retention ?? []) {
    for (const value of valuesAt(record.body, setting.path)) settings.set(setting.control, daysOf(value, setting.unit));
  }
  return Object.fromEntries(
    [...settings].filter((entry): entry is [string, number | "unset"] => entry[1] !== undefined),
  );
}

function defaultsOf(record: CloudRecord, event: WatchedEvent): readonly (readonly [string, number | "unset"])[] {
  if (event.does !== "create" || record.body.requestParameters === null) return [];
  return event.type.controls.flatMap(({ id, atCreation }) =>
    atCreation === "unknown" ? [] : [[id, atCreation] as const],
  );
}

const IN_DAYS: Readonly<Record<Unit, number>> = { days: 1, hours: 24, seconds: 86_400 };

/** Half a day is less than a day: rounded down, so that a minimum is never met by rounding. */
function daysOf(value: Json, unit: Unit): number | undefined {
  const count = typeof value === "string" && /^\d{1,12}$/.test(value) ? Number(value) : value;
  const isCount = typeof count === "number" && Number.isSafeInteger(count) && count >= 0;
  return isCount ? Math.floor(count / IN_DAYS[unit]) : undefined;
}
