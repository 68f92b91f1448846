import { deepFrozen } from "#shared/kernel/deep-frozen.ts";

/** What is kept of one kind, in characters of the bodies that were read. Beyond it the oldest go. */
const MOST_CHARACTERS = 2_000_000;

type Kept = { readonly values: Map<string, unknown>; characters: number };

/** By the kind itself, and so by its schema; a process has one of each. */
const kept = new WeakMap<object, Kept>();

/**
 * `read()` of a stored body, done once for the same text of the same kind.
 *
 * The text is all that the outcome depends on, so this forgets nothing that it should know and knows nothing that is
 * over: whether a row is still so is asked of the table each time, and only the parsing of its text is spared.
 * What comes out is frozen to its last member, for everybody who reads that text has the same object. A text that
 * cannot be read is not remembered: it throws anew.
 *
 * @throws TypeError when what was read holds something that cannot be frozen, such as a Map
 */
export function readOnce<Value>(kind: object, body: string, read: () => Value): Value {
  return (kept.get(kind)?.values.get(body) as Value | undefined) ?? remember(kind, body, read());
}

/** What reading `body` comes to, known from writing it. */
export function remember<Value>(kind: object, body: string, value: Value): Value {
  const known = kept.get(kind) ?? { values: new Map(), characters: 0 };
  kept.set(kind, known);
  if (known.values.has(body)) return value;
  known.values.set(body, deepFrozen(value));
  known.characters += body.length;
  for (const oldest of known.values.keys()) {
    if (known.characters <= MOST_CHARACTERS) break;
    known.values.delete(oldest);
    known.characters -= oldest.length;
  }
  return value;
}
