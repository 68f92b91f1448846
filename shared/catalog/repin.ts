import type { Catalog } from "#shared/catalog/catalog.ts";
import type { GovernanceDocument } from "#shared/catalog/documents/governance-document.ts";
import { newRound } from "#shared/catalog/held-asking.ts";
import { holdChanges, type Undecidable } from "#shared/catalog/hold-changes.ts";
import { planCatalog } from "#shared/catalog/plan-catalog.ts";
import type { HeldChange } from "#shared/catalog/proposal.ts";
import { stricter } from "#shared/catalog/stricter.ts";
import type { Digest } from "#shared/kernel/digest.ts";
import { ok, type Result } from "#shared/kernel/result.ts";
import type { EpochMillis } from "#shared/kernel/time.ts";

export type Repinning = {
  readonly catalog: Catalog;
  /** Those the plan was made of. */
  readonly documents: readonly GovernanceDocument[];
  readonly now: EpochMillis;
  readonly digest: Digest;
};

/**
 * The held change under the rules of now, its votes dropped, when they are stricter than those it was
 * held under; undefined when what was pinned still is enough.
 */
export function repinned(
  held: HeldChange,
  { catalog, documents, now, digest }: Repinning,
): Result<HeldChange | undefined, Undecidable> {
  const { changes } = planCatalog(catalog, documents, { digest });
  const same = changes.filter(({ document }) => document.kind === held.kind && document.id === held.id);
  const fresh = holdChanges(same, documents, { current: catalog, now });
  if (!fresh.ok) return fresh;
  const [change] = fresh.value;
  if (change === undefined) return ok(undefined);
  // Each reason must be covered by one that was pinned: a reason more is stricter too.
  const covered = change.decisions.every((decision) => held.decisions.some((pinned) => !stricter(pinned, decision)));
  const { because, decisions } = change;
  return ok(covered ? undefined : { ...held, because, decisions, votes: [], asking: newRound(held, now) });
}
