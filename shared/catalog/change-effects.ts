import type { Catalog } from "#shared/catalog/catalog.ts";
import { type CellMove, movedCells } from "#shared/catalog/cell-moves.ts";
import type { DocumentKind } from "#shared/catalog/documents/document.ts";
import type { GovernanceDocument } from "#shared/catalog/documents/governance-document.ts";
import { isFatal, type PlannedChange } from "#shared/catalog/plan-catalog.ts";
import { resolveCatalog } from "#shared/catalog/resolve-catalog.ts";
import type { Digest } from "#shared/kernel/digest.ts";

/** What one change of a plan does to who decides. */
export type ChangeEffect = {
  readonly change: PlannedChange;
  /** The catalogue with this change alone; with all of the plan where it cannot stand alone. */
  readonly catalog: Catalog;
  readonly alone: boolean;
  readonly cells: readonly CellMove[];
};

/** `left`: how many changes were not looked at, because there are more than {@link MOST_ALONE}. */
export type ChangeEffects = { readonly effects: readonly ChangeEffect[]; readonly left: number };

/** Kinds by which it is told who decides on access. */
const DECIDING: ReadonlySet<DocumentKind> = new Set([
  "Company",
  "Directory",
  "Account",
  "Team",
  "Dataset",
  "Template",
  "AccessPolicy",
]);

/** So many changes are looked at one by one; each costs a catalogue. */
const MOST_ALONE = 25;

type Proposed = {
  readonly changes: readonly PlannedChange[];
  /** All documents of the plan. */
  readonly documents: readonly GovernanceDocument[];
  readonly next: Catalog;
};

/**
 * The changes of a plan that can move who decides, each as if it were the only one, at most {@link MOST_ALONE};
 * none for the first catalogue, before which nobody decided anything. What is new and is not itself a rule moves
 * nothing: nobody asked for it yet.
 */
export function changeEffects(current: Catalog, { changes, documents, next }: Proposed, digest: Digest): ChangeEffects {
  if (current.revision === 0) return { effects: [], left: 0 };
  const deciding = changes.filter(
    ({ kind, document }) => DECIDING.has(document.kind) && (kind !== "added" || document.kind === "AccessPolicy"),
  );
  const effects = deciding.slice(0, MOST_ALONE).map((change) => {
    const made = withOne(current.documents, change, documents);
    const { catalog, problems } = resolveCatalog(made, { revision: next.revision, digest, pins: current.pins });
    const alone = !problems.some(isFatal);
    const seen = alone ? catalog : next;
    return { change, catalog: seen, alone, cells: movedCells(current, seen) };
  });
  return { effects, left: deciding.length - effects.length };
}

function withOne(
  current: readonly GovernanceDocument[],
  { kind, document, formerId }: PlannedChange,
  documents: readonly GovernanceDocument[],
): readonly GovernanceDocument[] {
  const old = formerId ?? document.id;
  const kept = current.filter((each) => each.kind !== document.kind || each.id !== old);
  const after = documents.find((each) => each.kind === document.kind && each.id === document.id);
  return kind === "removed" || after === undefined ? kept : [...kept, after];
}
