import type { Catalog } from "#shared/catalog/catalog.ts";
import { keyOf } from "#shared/catalog/document-index.ts";
import type { GovernanceDocument } from "#shared/catalog/documents/governance-document.ts";
import { isFatal } from "#shared/catalog/plan-catalog.ts";
import type { HeldChange } from "#shared/catalog/proposal.ts";
import { resolveCatalog } from "#shared/catalog/resolve-catalog.ts";
import type { Digest } from "#shared/kernel/digest.ts";

export type AppliedHeld = {
  /** The next catalogue; undefined when nothing could be applied. */
  readonly next?: Catalog;
  readonly held: readonly HeldChange[];
};

/**
 * Applies what is approved, and what only waited for it, on the catalogue as it is now.
 *
 * A change whose document is another by now lapses: what was approved was another change. What
 * cannot stand yet, because it names something that is still held, stays as it is.
 */
export function applyHeld(
  current: Catalog,
  { held, documents }: { readonly held: readonly HeldChange[]; readonly documents: readonly GovernanceDocument[] },
  digest: Digest,
): AppliedHeld {
  const checked = held.map((change) =>
    isOpen(change) && hasMoved(change, current) ? { ...change, state: "lapsed" as const } : change,
  );
  let ready = checked.filter(isReady);
  while (ready.some(({ state }) => state === "approved")) {
    const made = ready.reduce((all, change) => withChange(all, change, documents), current.documents);
    const { catalog, problems } = resolveCatalog(made, { revision: current.revision + 1, digest, pins: current.pins });
    const fatal = problems.filter(isFatal);
    if (fatal.length === 0) {
      const done = new Set(ready);
      return {
        next: catalog,
        held: checked.map((change) => (done.has(change) ? { ...change, state: "applied" } : change)),
      };
    }
    const blamed = new Set(fatal.map(({ document }) => keyOf(document.kind, document.id)));
    const fewer = ready.filter(({ kind, id }) => !blamed.has(keyOf(kind, id)));
    if (fewer.length === ready.length) break;
    ready = fewer;
  }
  return { held: checked };
}

const isReady = ({ state }: HeldChange): boolean => state === "approved" || state === "waiting";

const isOpen = (change: HeldChange): boolean => isReady(change) || change.state === "pending";

function hasMoved({ kind, id, replaces, was }: HeldChange, current: Catalog): boolean {
  if (replaces === undefined) return current.pins.has(keyOf(kind, id));
  return current.pins.get(keyOf(kind, replaces))?.hash !== was;
}

function withChange(
  all: readonly GovernanceDocument[],
  { kind, id, replaces, removes }: HeldChange,
  documents: readonly GovernanceDocument[],
): readonly GovernanceDocument[] {
  const after = removes ? undefined : documents.find((each) => each.kind === kind && each.id === id);
  const kept = all.filter((each) => each.kind !== kind || each.id !== (replaces ?? id));
  return after === undefined ? kept : [...kept, after];
}
