import type { Json, JsonObject } from "#shared/kernel/json.ts";
import { err, ok, type Result } from "#shared/kernel/result.ts";

type Kind = "text" | "whole" | "flag" | "tags" | "texts" | "object" | "objects";

/** What an action's input may hold: a kind each, with `?` where it may be left out. */
export type Fields = Readonly<Record<string, Kind | `${Kind}?`>>;

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const KINDS: Readonly<Record<Kind, { readonly is: (value: Json) => boolean; readonly words: string }>> = {
  text: { is: (value) => typeof value === "string" && value !== "", words: "a text" },
  whole: { is: (value) => Number.isSafeInteger(value) && Number(value) >= 0, words: "a whole number" },
  flag: { is: (value) => typeof value === "boolean", words: "true or false" },
  tags: {
    is: (value) => isObject(value) && Object.values(value).every((each) => typeof each === "string"),
    words: 'tags such as {"team": "orders"}',
  },
  texts: {
    is: (value) => Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === "string"),
    words: "a list of texts",
  },
  object: { is: isObject, words: "a JSON object" },
  objects: { is: (value) => Array.isArray(value) && value.every((each) => isObject(each)), words: "a list of objects" },
};

/**
 * Reads an action's input strictly; the error says what was found, where, and what would be right.
 *
 * AWS's own spelling of a name is understood too (`logGroupName`, `DBInstanceIdentifier`, tags as a
 * list of `Key` and `Value`); the result has ours.
 */
export function readInput(fields: Fields, input: Json | undefined): Result<JsonObject, string> {
  if (!isObject(input)) return err(`its input is no JSON object; it takes ${takes(fields)}`);
  const read: Record<string, Json> = {};
  for (const [key, value] of Object.entries(input)) {
    const name = fieldOf(key, fields);
    if (name === undefined) return err(`it has no input ${quoted(key)}; it takes ${takes(fields)}`);
    if (Object.hasOwn(read, name)) return err(`it has "${name}" twice, the second time as ${quoted(key)}`);
    read[name] = fields[name]?.startsWith("tags") ? (tagMap(value) ?? value) : value;
  }
  const fault = Object.entries(fields).flatMap(([name, wanted]) => fieldFault(name, wanted, read[name]) ?? [])[0];
  return fault === undefined ? ok(read) : err(fault.replace("{takes}", takes(fields)));
}

function fieldFault(name: string, wanted: string, value: Json | undefined): string | undefined {
  const kind = KINDS[wanted.replace("?", "") as Kind];
  if (value === undefined)
    return wanted.endsWith("?") ? undefined : `it needs "${name}", ${kind.words}; it takes {takes}`;
  return kind.is(value) ? undefined : `"${name}" must be ${kind.words}, and is ${quoted(JSON.stringify(value))}`;
}

/** Our name of what AWS calls `logGroupName`, `TableName`, `resourceARN`, `tagKeys`, or just `Name`. */
function fieldOf(key: string, fields: Fields): string | undefined {
  if (Object.hasOwn(fields, key)) return key;
  const names = Object.keys(fields);
  const bare = (text: string) =>
    text
      .toLowerCase()
      .replace(/^(resource|db|tag(?=keys))/, "")
      .replace(/(name|identifier)$/, "");
  const same = names.find((name) => bare(name) === bare(key));
  return same ?? (key.toLowerCase() === "name" ? names.find((name) => fields[name] === "text") : undefined);
}

/** A list of `Key` and `Value`, in either case, as a map; undefined when it is no such list. */
function tagMap(value: Json): JsonObject | undefined {
  if (!Array.isArray(value)) return undefined;
  const pairs = value.map((each: Json) => {
    if (!isObject(each)) return undefined;
    const [key, text] = [each["Key"] ?? each["key"], each["Value"] ?? each["value"]];
    return typeof key === "string" && typeof text === "string" ? ([key, text] as const) : undefined;
  });
  const whole = pairs.filter((pair) => pair !== undefined);
  const keys = new Set(whole.map(([key]) => key));
  return whole.length === value.length && keys.size === whole.length ? Object.fromEntries(whole) : undefined;
}

/** The names that are at most two typing errors away, or that hold what was written; nearest first. */
export function nearNames(written: string, names: Iterable<string>): readonly string[] {
  const wanted = written.slice(0, 80).toLowerCase();
  return [...names]
    .map((name) => ({ name, away: distance(wanted, name.toLowerCase()) }))
    .filter(({ name, away }) => away <= 3 || sharesService(wanted, name))
    .toSorted((left, right) => left.away - right.away || (left.name < right.name ? -1 : 1))
    .slice(0, 5)
    .map(({ name }) => name);
}

const sharesService = (written: string, name: string): boolean =>
  written.includes(":") && name.toLowerCase().startsWith(`${written.split(":")[0]}:`);

const takes = (fields: Fields): string =>
  Object.entries(fields)
    .map(([name, kind]) => (kind.endsWith("?") ? `${name} (optional)` : name))
    .join(", ") || "nothing";

const quoted = (text: string): string => `"${text.length > 60 ? `${text.slice(0, 60)}…` : text}"`;

/** Levenshtein's distance, one row at a time. */
function distance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let at = 1; at <= left.length; at += 1) {
    const next = [at];
    for (let place = 1; place <= right.length; place += 1) {
      const change = (row[place - 1] ?? 0) + (left[at - 1] === right[place - 1] ? 0 : 1);
      next.push(Math.min(change, (row[place] ?? 0) + 1, (next[place - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
