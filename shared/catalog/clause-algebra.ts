import type { DurationRange } from "#shared/catalog/documents/document.ts";
import type { Clause, Criteria, Selector } from "#shared/catalog/documents/selector.ts";
import { patternCovers, patternsMeet } from "#shared/catalog/wildcard.ts";

/** The words of the company, where a key has finitely many: naming all of them is as good as not naming the key. */
export type Vocabulary = { readonly [key in keyof Criteria]?: readonly string[] };

const everything: Selector = [{}];

/** Whether whatever fits `inner` surely fits `outer`. False where that cannot be shown. */
export const selectorCovers = (outer: Selector = everything, inner: Selector = everything, words: Vocabulary = {}) =>
  inner.every((each) => outer.some((clause) => clauseCovers(clause, each, words)));

/** Whether something may fit both. True where the contrary cannot be shown. */
export const selectorsMeet = (left: Selector = everything, right: Selector = everything): boolean =>
  left.some((clause) => right.some((each) => clausesMeet(clause, each)));

function clauseCovers({ except = [], ...outer }: Clause, inner: Clause, words: Vocabulary = {}): boolean {
  const covered = keysOf(outer).every((key) => keyCovers(key, { outer, inner, words }));
  return covered && except.every((each) => !clausesMeet(each, inner));
}

export function clausesMeet({ except: leftOut = [], ...left }: Clause, { except: rightOut = [], ...right }: Clause) {
  const meet = keysOf(left).every((key) => right[key] === undefined || keysMeet(key, left, right));
  if (!meet) return false;
  const both: Criteria = { ...left, ...right };
  // An exception empties the common part only when it covers one side of it as a whole.
  return ![...leftOut, ...rightOut].some(
    (out) => clauseCovers(out, left) || clauseCovers(out, right) || exactlyOut(out, both),
  );
}

const exactlyOut = (out: Criteria, both: Criteria): boolean =>
  keysOf(out).every((key) => both[key] !== undefined && keyCovers(key, { outer: out, inner: both, words: {} })) &&
  keysOf(out).every((key) => listOf(both, key)?.length === 1);

const keysOf = (criteria: Criteria): readonly (keyof Criteria)[] =>
  (Object.keys(criteria) as (keyof Clause)[]).filter(
    (key): key is keyof Criteria => key !== "except" && criteria[key as keyof Criteria] !== undefined,
  );

type Pair = { readonly outer: Criteria; readonly inner: Criteria; readonly words: Vocabulary };

function keyCovers(key: keyof Criteria, { outer, inner, words }: Pair): boolean {
  if (inner[key] === undefined) return coversAll(key, outer, words);
  switch (key) {
    case "tag":
    case "billing":
      return Object.entries(outer[key] ?? {}).every(([name, patterns]) =>
        inner[key]?.[name]?.every((value) => patterns.some((pattern) => patternCovers(pattern, value))),
      );
    case "duration":
      return rangeCovers(outer.duration ?? {}, inner.duration ?? {});
    case "estimate":
      return moneyCovers(outer.estimate ?? {}, inner.estimate ?? {});
    case "ou":
      return (inner.ou ?? []).every((ou) => outer.ou?.some((top) => ou === top || ou.startsWith(`${top}/`)));
    default: {
      const outerList = listOf(outer, key) ?? [];
      return (listOf(inner, key) ?? []).every((value) => outerList.some((pattern) => patternCovers(pattern, value)));
    }
  }
}

function coversAll(key: keyof Criteria, outer: Criteria, words: Vocabulary): boolean {
  const known = words[key];
  const named = listOf(outer, key);
  return known !== undefined && named !== undefined && known.every((word) => named.includes(word));
}

function keysMeet(key: keyof Criteria, left: Criteria, right: Criteria): boolean {
  switch (key) {
    case "tag":
    case "billing":
      return Object.entries(left[key] ?? {}).every(([name, values]) => {
        const others = right[key]?.[name];
        return others === undefined || listsMeet(values, others);
      });
    case "duration":
      return rangesMeet(left.duration ?? {}, right.duration ?? {});
    case "estimate":
    case "labels":
    case "hours":
    case "oncall":
      // Money is compared at the time; a thing may have several labels, an hour several calendars.
      return true;
    case "ou":
      return (left.ou ?? []).some((one) => right.ou?.some((two) => isBelow(one, two) || isBelow(two, one)));
    default:
      return listsMeet(listOf(left, key) ?? [], listOf(right, key) ?? []);
  }
}

const isBelow = (ou: string, top: string): boolean => ou === top || ou.startsWith(`${top}/`);

const listsMeet = (left: readonly string[], right: readonly string[]): boolean =>
  left.some((one) => right.some((two) => patternsMeet(one, two)));

function listOf(criteria: Criteria, key: keyof Criteria): readonly string[] | undefined {
  const values = criteria[key];
  return Array.isArray(values) ? values.map(String) : undefined;
}

const rangeCovers = (outer: DurationRange, inner: DurationRange): boolean =>
  (outer.min ?? 0) <= (inner.min ?? 0) &&
  (outer.max ?? Number.POSITIVE_INFINITY) >= (inner.max ?? Number.POSITIVE_INFINITY);

const rangesMeet = (left: DurationRange, right: DurationRange): boolean =>
  Math.max(left.min ?? 0, right.min ?? 0) <=
  Math.min(left.max ?? Number.POSITIVE_INFINITY, right.max ?? Number.POSITIVE_INFINITY);

type Estimate = NonNullable<Criteria["estimate"]>;

function moneyCovers(outer: Estimate, inner: Estimate): boolean {
  const ends = [outer.min, outer.max, inner.min, inner.max].flatMap((end) => end?.currency ?? []);
  if (new Set(ends).size > 1) return false;
  const low = outer.min === undefined || (inner.min !== undefined && outer.min.money <= inner.min.money);
  return low && (outer.max === undefined || (inner.max !== undefined && outer.max.money >= inner.max.money));
}
