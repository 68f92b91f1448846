import { doubledKey } from "#shared/kernel/doubled-key.ts";

/**
 * Reads a JSON object of tags: keys trimmed (published files hold both `org` and ` org`; the key as
 * written wins over one that needed trimming), a tag without a value as AWS writes it (`true`, `null`) is "".
 *
 * Undefined when the text is no JSON object of texts, or one key stands twice in it: whose of two values the cost is
 * cannot be known (of a Parquet MAP it can: there the last one counts, LogicalTypes.md, "Maps"). Keys such as `__proto__` are keys like any other.
 */
export function readTags(text: string): ReadonlyMap<string, string> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (value === null) return new Map();
  if (typeof value !== "object" || Array.isArray(value) || doubledKey(text) !== undefined) return undefined;
  const pairs: [string, string][] = [];
  for (const [key, held] of Object.entries(value)) {
    if (held !== null && typeof held === "object") return undefined;
    pairs.push([key, typeof held === "boolean" || held === null ? "" : String(held)]);
  }
  return tagsOfPairs(pairs);
}

/** The same of a Parquet MAP's pairs. */
export function tagsOfPairs(pairs: Iterable<readonly [string, string]>): ReadonlyMap<string, string> {
  const tags = new Map<string, string>();
  const asWritten = new Set<string>();
  for (const [key, value] of pairs) {
    const trimmed = key.trim();
    if (asWritten.has(trimmed) && trimmed !== key) continue;
    if (trimmed === key) asWritten.add(key);
    tags.set(trimmed, value);
  }
  return tags;
}
