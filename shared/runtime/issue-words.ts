import type * as z from "zod";

export type WordedIssue = { readonly path: readonly PropertyKey[]; readonly message: string };

/**
 * What a schema found wrong with `value`, in words for people: what is there and what would be right.
 * Schemas' own words stay; only the library's are replaced. A field too many is named by its own path.
 */
export function wordedIssues(issue: z.core.$ZodIssue, value: unknown): readonly WordedIssue[] {
  const { path } = issue;
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({ path: [...path, key], message: "there is no such field" }));
    case "invalid_type":
      return [{ path, message: typeWords(issue, at(value, path)) }];
    case "invalid_value":
      return [{ path, message: `${foundWords(at(value, path))} write ${oneOf(issue.values)}` }];
    case "too_big":
    case "too_small":
      return [{ path, message: sizeWords(issue, at(value, path)) }];
    default:
      return [{ path, message: issue.message }];
  }
}

type SizeIssue = z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall;

const COUNTED: { readonly [origin: string]: string } = { string: "characters", array: "entries", set: "entries" };

/** `it has 0 entries, write at least 1`; `it is 500, write at most 200`. */
function sizeWords(issue: SizeIssue, found: unknown): string {
  if (!/^Too (big|small)\b/.test(issue.message)) return issue.message;
  const [bound, word] = issue.code === "too_big" ? [issue.maximum, "at most"] : [issue.minimum, "at least"];
  const counted = COUNTED[issue.origin];
  const inclusive = issue.inclusive !== false;
  const right = inclusive ? `${word} ${bound}` : `${issue.code === "too_big" ? "less" : "more"} than ${bound}`;
  if (counted === undefined) return `it is ${String(found).slice(0, 40)}, write ${right}`;
  const length = Array.isArray(found) || typeof found === "string" ? found.length : 0;
  return `it has ${length} ${counted}, write ${right}`;
}

const NOUNS: { readonly [type: string]: string } = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
  null: "null",
};

function typeWords(issue: z.core.$ZodIssueInvalidType, found: unknown): string {
  // A word of the schema's own, where somebody wrote one.
  if (!issue.message.startsWith("Invalid input")) return issue.message;
  return `${foundWords(found)} write ${NOUNS[issue.expected] ?? issue.expected}`;
}

function foundWords(found: unknown): string {
  if (found === undefined) return "it is missing,";
  if (typeof found === "string") return `"${found.slice(0, 40)}" is not right,`;
  return `it is ${nounOf(found)},`;
}

function nounOf(found: unknown): string {
  if (found === null) return "null";
  if (Array.isArray(found)) return "a list";
  return NOUNS[typeof found] ?? typeof found;
}

const MOST_NAMED = 20;

const oneOf = (values: readonly unknown[]): string => {
  const named = values
    .slice(0, MOST_NAMED)
    .map((value) => JSON.stringify(value))
    .join(", ");
  return values.length === 1 ? named : `one of ${named}`;
};

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  let found = value;
  for (const step of path) {
    if (found === null || typeof found !== "object" || !Object.hasOwn(found, step)) return undefined;
    found = (found as { readonly [name: PropertyKey]: unknown })[step];
  }
  return found;
}
