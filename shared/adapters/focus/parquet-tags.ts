import { tagsOfPairs } from "#shared/contracts/focus/tags.ts";
import type { Texts } from "#shared/cost/batch.ts";

/**
 * Tag sets of a MAP column, a number per row, from what hyparquet has read of its keys and values: lists
 * in lists, of codes. The same few sets come again and again, so each is made once.
 */
export function makeTagSets(texts: Texts) {
  const known = new Map<number, { readonly pairs: readonly number[]; readonly code: number }[]>();
  let epoch = texts.epoch();
  const pairs: number[] = [];

  const codeOfPairs = (): number => {
    let hash = pairs.length;
    for (const code of pairs) hash = (Math.imul(hash, 31) + code) | 0;
    const bucket = known.get(hash);
    const found = bucket?.find((each) => samePairs(each.pairs, pairs));
    if (found !== undefined) return found.code;
    const code = texts.tagsCodeOf(tagsOfPairs(named(pairs, texts)));
    const entry = { pairs: [...pairs], code };
    if (bucket === undefined) known.set(hash, [entry]);
    else bucket.push(entry);
    return code;
  };

  return (keys: ArrayLike<unknown>, values: ArrayLike<unknown>, into: Int32Array): void => {
    if (epoch !== texts.epoch()) {
      known.clear();
      epoch = texts.epoch();
    }
    for (let row = 0; row < into.length; row += 1) {
      pairs.length = 0;
      interleave(keys[row], values[row], pairs);
      into[row] = pairs.length === 0 ? 0 : codeOfPairs();
    }
  };
}

/** Keys and values that stand in lists of one shape, as one list: key, value, key, value. */
function interleave(keys: unknown, values: unknown, into: number[]): void {
  if (!Array.isArray(keys) || !Array.isArray(values)) return;
  for (let at = 0; at < keys.length; at += 1) {
    const key: unknown = keys[at];
    if (typeof key === "number") {
      const value: unknown = values[at];
      into.push(key, typeof value === "number" ? value : 0);
    } else interleave(key, values[at], into);
  }
}

function samePairs(left: readonly number[], right: readonly number[]): boolean {
  if (left.length !== right.length) return false;
  for (let at = 0; at < left.length; at += 1) if (left[at] !== right[at]) return false;
  return true;
}

function* named(pairs: readonly number[], texts: Texts): Iterable<readonly [string, string]> {
  for (let at = 0; at < pairs.length; at += 2) {
    yield [texts.textOf(pairs[at] ?? 0) ?? "", texts.textOf(pairs[at + 1] ?? 0) ?? ""];
  }
}
