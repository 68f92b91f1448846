import { type AccessCell, accessTable, cellLengths, datasetCells } from "#shared/catalog/access-table.ts";
import type { Catalog } from "#shared/catalog/catalog.ts";
import type { CellAsked } from "#shared/catalog/request-facts.ts";

/** A cell in which somebody else decides, or for another length. */
export type CellMove = CellAsked & {
  readonly dataset?: string;
  readonly account?: string;
  /** In the words of the documents. */
  readonly from: string;
  readonly to: string;
  /** The same for people. */
  readonly says: { readonly from: string; readonly to: string };
};

/**
 * The cells of the table of decision rights that differ, and those of each dataset that differ for a
 * reason of its own: another class, or a team's own rules.
 */
export function movedCells(current: Catalog, next: Catalog): readonly CellMove[] {
  // Both are asked at the lengths of both: a limit that moves is where they differ.
  const at = cellLengths(current, next);
  const general = differing(accessTable(current, at), accessTable(next, at));
  const tightening = (catalog: Catalog) =>
    [...catalog.accessPolicies.values()].flatMap(({ tightens, hash }) => (tightens === undefined ? [] : [hash])).join();
  const rulesDiffer = tightening(current) !== tightening(next);
  const changed = [...next.datasets.values()].filter(({ id, hash }) => {
    const before = current.datasets.get(id);
    return before !== undefined && (rulesDiffer || before.hash !== hash);
  });
  const own = changed.flatMap(({ id }) => differing(datasetCells(current, id, at), datasetCells(next, id, at)));
  // What moves for all data of a class is said once, not again for each dataset.
  return [...general, ...own.filter((move) => !general.some((each) => each.from === move.from && each.to === move.to))];
}

/** The cell without its class: a dataset that changes class is still the same dataset. */
const placeOf = ({ dataset, account, classification, labels, environment, access, duration }: AccessCell): string =>
  JSON.stringify(
    dataset === undefined
      ? [classification, labels, environment, access, duration]
      : [dataset, account, access, duration],
  );

function differing(before: readonly AccessCell[], after: readonly AccessCell[]): readonly CellMove[] {
  const then = new Map(before.map((cell) => [placeOf(cell), cell]));
  const moves = after.flatMap((now) => {
    const was = then.get(placeOf(now));
    if (was === undefined || was.who === now.who) return [];
    const { decision: _, who: to, says, ...cell } = now;
    return [{ ...cell, from: was.who, to, says: { from: was.says, to: says } }];
  });
  // Two lengths of which the same is said are one move.
  const said = (move: CellMove): string => JSON.stringify({ ...move, duration: 0 });
  return moves.filter((move, at) => moves.findIndex((each) => said(each) === said(move)) === at);
}
