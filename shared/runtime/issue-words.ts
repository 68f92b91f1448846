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
    default:
      return [{ path, message: issue.message }];
  }
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
