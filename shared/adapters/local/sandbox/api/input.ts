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

/** Reads an action's input strictly; the error says what was found, where, and what would be right. */
export function readInput(fields: Fields, input: Json | undefined): Result<JsonObject, string> {
  if (!isObject(input)) return err(`its input is no JSON object; it takes ${takes(fields)}`);
  const unknown = Object.keys(input).find((key) => !Object.hasOwn(fields, key));
  if (unknown !== undefined) return err(`it has no input ${quoted(unknown)}; it takes ${takes(fields)}`);
  for (const [name, wanted] of Object.entries(fields)) {
    const value = Object.hasOwn(input, name) ? input[name] : undefined;
    const kind = KINDS[wanted.replace("?", "") as Kind];
    if (value === undefined && wanted.endsWith("?")) continue;
    if (value === undefined) return err(`it needs "${name}", ${kind.words}; it takes ${takes(fields)}`);
    if (!kind.is(value)) return err(`"${name}" must be ${kind.words}, and is ${quoted(JSON.stringify(value))}`);
  }
  return ok(input);
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
