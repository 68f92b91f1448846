import type { CatalogProposal } from "#shared/catalog/proposal.ts";
import { nameOf } from "#test/simulation/invariants/held.ts";
import type { RowChange, Rows } from "#test/simulation/invariants/rows.ts";

type Say = (sentence: string) => void;

/** A write of a plan: what it turned to applied, and whether it is the one in which the plan is applied. */
export type PlanWrite = {
  readonly plan: CatalogProposal;
  readonly applied: readonly string[];
  readonly opens: boolean;
};

/** Which documents of the catalogue moved, and why: each by a plan that may move it, once. */
export type Moves = {
  /** Any row that was written, in order: those of one transaction follow each other. */
  written(change: RowChange, say: Say): void;
  explain(write: PlanWrite, say: Say): void;
};

export type Head = { readonly parts: readonly string[] };
type Part = { readonly kind: string; readonly documents: readonly { readonly id: string; readonly hash: string }[] };

/** Written with the head of the catalogue, before the plan that moved it. */
const WITH_IT = ["catalog", "access-policy", "catalog-plan"];

/** @param unplanned - documents that a story moves without a plan */
export function watchMoves(rows: () => Rows, unplanned: ReadonlySet<string>): Moves {
  let moved: readonly string[] = [];
  return {
    written({ kind, before, after }, say) {
      if (!WITH_IT.includes(kind) || kind === "catalog") {
        for (const each of moved) if (!unplanned.has(each)) say(`held: ${each} changed, and no plan says so`);
        moved = [];
      }
      if (kind === "catalog") moved = movedBetween(before as Head | undefined, after as Head, rows());
    },
    explain(write, say) {
      // What nobody planned may have moved in the transaction before this one.
      for (const each of moved) if (!unplanned.has(each)) checkMoved(each, write, say);
      for (const each of write.applied)
        if (!moved.includes(each))
          say(`held: ${each} of plan ${write.plan.id} is applied, and the catalogue is as it was`);
      moved = [];
    },
  };
}

function checkMoved(document: string, { plan, applied, opens }: PlanWrite, say: Say): void {
  if (opens && plan.held.some((each) => nameOf(each) === document))
    say(`held: ${document} changed when plan ${plan.id} was applied, which holds it`);
  if (!opens && !applied.includes(document))
    say(`held: ${document} changed by plan ${plan.id}, which did not apply it`);
}

function movedBetween(before: Head | undefined, after: Head, rows: Rows): readonly string[] {
  const [was, is] = [hashesOf(before, rows), hashesOf(after, rows)];
  return [...new Set([...was.keys(), ...is.keys()])].filter((each) => was.get(each) !== is.get(each));
}

/** What each document says, by its kind and id. */
export const hashesOf = (head: Head | undefined, rows: Rows): ReadonlyMap<string, string> =>
  new Map(
    (head?.parts ?? [])
      .map((id) => rows.get("catalog-part", id) as Part)
      .flatMap(({ kind, documents }) => documents.map(({ id, hash }) => [`${kind}:${id}`, hash] as const)),
  );
