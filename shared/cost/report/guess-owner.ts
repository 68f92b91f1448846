import type { OwnerGuess } from "#shared/cost/report/cost-report.ts";
import type { PeriodCost, ReportBook } from "#shared/cost/report/report-input.ts";

type Known = { readonly now: PeriodCost; readonly earlier: readonly PeriodCost[]; readonly book: ReportBook };

type Clue = { readonly owner: string; readonly confidence: number; readonly says: string };

/**
 * Whose a resource without an owner probably is, with every reason for it; nothing where nothing points anywhere.
 *
 * A guess assigns nothing: it only saves a person the search. Clues of one owner support each other: two
 * that are each wrong half of the time are both wrong a quarter of it.
 */
export function guessOwner(resource: string, known: Known): OwnerGuess | undefined {
  const clues = [...formerOwner(resource, known), ...namedLike(resource, known), ...neighbours(resource, known)];
  const owners = new Map<string, Clue[]>();
  for (const clue of clues) owners.set(clue.owner, [...(owners.get(clue.owner) ?? []), clue]);
  const [best] = [...owners]
    .map(([owner, all]) => ({
      owner,
      // In whole percents, because 1 - 0.7 is more than 0.3 to a double.
      confidence: 100 - Math.ceil(all.reduce((doubt, clue) => (doubt * (100 - clue.confidence)) / 100, 100)),
      evidence: all.map(({ says }) => says),
    }))
    .toSorted((left, right) => right.confidence - left.confidence || (left.owner < right.owner ? -1 : 1));
  return best;
}

/** It was somebody's in an earlier month: a tag was lost, or a selector narrowed. */
function formerOwner(resource: string, { earlier }: Known): readonly Clue[] {
  for (const { period, resources } of earlier.toSorted((left, right) => (left.period > right.period ? -1 : 1))) {
    const line = resources.find((each) => each.resource === resource && each.bearer.kind === "workload");
    if (line?.bearer.kind === "workload") {
      return [{ owner: line.bearer.workload, confidence: 90, says: `it was ${line.bearer.workload}'s in ${period}` }];
    }
  }
  return [];
}

/** The name of a workload stands in its own name, as a whole word; of several, the longest. */
function namedLike(resource: string, { book }: Known): readonly Clue[] {
  const words = `-${wordsOf(resource).join("-")}-`;
  const [longest] = [...book.workloads.keys()]
    .filter((id) => words.includes(`-${wordsOf(id).join("-")}-`))
    .toSorted((left, right) => right.length - left.length || (left < right ? -1 : 1));
  return longest === undefined ? [] : [{ owner: longest, confidence: 70, says: `its name holds "${longest}"` }];
}

/** Resources whose names begin alike, this month, are all of one workload. */
function neighbours(resource: string, { now }: Known): readonly Clue[] {
  const stem = wordsOf(lastPart(resource)).slice(0, 2).join("-");
  if (stem.length < 4) return [];
  const like = now.resources.filter(
    (line) => line.resource !== undefined && line.resource !== resource && startsAs(line.resource, stem),
  );
  const owners = new Set(like.map(({ bearer }) => (bearer.kind === "workload" ? bearer.workload : undefined)));
  owners.delete(undefined);
  const [owner] = owners;
  if (owner === undefined || owners.size > 1) return [];
  return [{ owner, confidence: 50, says: `what else is named "${stem}…" is ${owner}'s` }];
}

const startsAs = (resource: string, stem: string): boolean =>
  `${wordsOf(lastPart(resource)).join("-")}-`.startsWith(`${stem}-`);

const lastPart = (resource: string): string => resource.split(/[:/]/).at(-1) ?? resource;

const wordsOf = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
