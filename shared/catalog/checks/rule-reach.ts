import { selectorCovers, type Vocabulary } from "#shared/catalog/clause-algebra.ts";
import type { AccessPolicy, AccessRule } from "#shared/catalog/documents/access-policy.ts";
import type { Clause, Criteria, Selector } from "#shared/catalog/documents/selector.ts";
import { compileSelector, type Subject } from "#shared/catalog/fit.ts";
import { type Millis, seconds } from "#shared/kernel/time.ts";

/** The earlier rules that together fit everything a rule fits; undefined when it may decide something. */
export function shadowing(policy: AccessPolicy, at: number, words: Vocabulary): readonly AccessRule[] | undefined {
  const rule = policy.rules[at];
  const earlier = policy.rules.slice(0, at);
  if (rule === undefined || earlier.length === 0) return undefined;
  const own = narrowed(rule.when, policy.scope);
  const single = earlier.find(({ when }) => selectorCovers(when, own, words));
  return single === undefined ? together(earlier, own, words) : [single];
}

/** What a rule can be about at all: its `when`, within the scope of its policy. */
function narrowed(when: Selector = [{}], scope: Clause): Selector {
  return when.map((clause) => {
    const both = { ...scope, ...clause };
    const except = [...(scope.except ?? []), ...(clause.except ?? [])];
    return except.length === 0 ? both : { ...both, except };
  });
}

/** Keys whose values can be written down one by one. */
const FINITE = ["request", "access", "environment", "classification", "tier", "danger", "change"] as const;

type FiniteKey = (typeof FINITE)[number];

const FINITE_OR_LENGTH = new Set<string>([...FINITE, "labels", "duration", "except"]);

/** More cells than this are not written down: then only one rule that covers another is found. */
const MOST_CELLS = 20_000;

/**
 * Whether some earlier rules together leave nothing over, by going through every cell. Criteria with
 * endless values make an earlier clause cover nothing, and are ignored on the rule itself: so what is
 * found is certain, and something may be missed.
 */
function together(earlier: readonly AccessRule[], own: Selector, words: Vocabulary): readonly AccessRule[] | undefined {
  const surely = earlier.map((rule) => ({ rule, fits: compileSelector((rule.when ?? [{}]).filter(isCountable)) }));
  const cells = cellsOf([...earlier.flatMap(({ when = [{}] }) => when), ...own], words);
  if (cells === undefined) return undefined;
  const fitsOwn = compileSelector(own.map(finitePart));
  const used = new Set<AccessRule>();
  for (const cell of cells) {
    if (fitsOwn(cell) === "no") continue;
    const first = surely.find(({ fits }) => fits(cell) === "fits");
    if (first === undefined) return undefined;
    used.add(first.rule);
  }
  return used.size === 0 ? undefined : earlier.filter((rule) => used.has(rule));
}

const isCountable = (clause: Clause): boolean =>
  [clause, ...(clause.except ?? [])].every((each) => Object.keys(each).every((key) => FINITE_OR_LENGTH.has(key)));

function finitePart(clause: Clause): Clause {
  const finite = (criteria: Criteria) =>
    Object.fromEntries(Object.entries(criteria).filter(([key]) => key !== "except" && FINITE_OR_LENGTH.has(key)));
  // An exception that is only partly finite would exclude too much.
  const except = (clause.except ?? []).filter((each) => Object.keys(each).every((key) => FINITE_OR_LENGTH.has(key)));
  return except.length === 0 ? finite(clause) : { ...finite(clause), except };
}

function cellsOf(clauses: readonly Clause[], words: Vocabulary): readonly Subject[] | undefined {
  const all: readonly Criteria[] = clauses.flatMap((clause) => [clause, ...(clause.except ?? [])]);
  const mentioned = FINITE.filter((key) => all.some((criteria) => criteria[key] !== undefined));
  const axes: (readonly Subject[])[] = mentioned.map((key) => valuesOf(key, words).map((value) => ({ [key]: value })));
  const labels = [...new Set(all.flatMap((criteria) => criteria.labels ?? []))];
  if (labels.length > 0) axes.push([{ labels: [] }, ...labels.map((label) => ({ labels: [label] })), { labels }]);
  const ends = all.flatMap(({ duration }) => [duration?.min, duration?.max].filter((end) => end !== undefined));
  if (ends.length > 0) axes.push(lengthsAround(ends).map((duration) => ({ duration })));
  if (axes.reduce((count, axis) => count * axis.length, 1) > MOST_CELLS) return undefined;
  return axes.reduce<readonly Subject[]>(
    (cells, axis) => cells.flatMap((cell) => axis.map((each) => ({ ...cell, ...each }))),
    [{}],
  );
}

/** Each word, and where the thing may have none, none. */
function valuesOf(key: FiniteKey, words: Vocabulary): readonly (string | number | null)[] {
  const known: readonly (string | number)[] = key === "tier" ? [0, 1, 2] : (words[key] ?? []);
  return key === "request" || key === "access" || key === "environment" || key === "classification"
    ? known
    : [...known, null];
}

const lengthsAround = (ends: readonly Millis[]): readonly Millis[] =>
  [...new Set(ends.flatMap((end) => [end - seconds(1), end, end + seconds(1)]))].filter((end) => end > 0) as Millis[];
