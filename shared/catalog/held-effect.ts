import type { Catalog } from "#shared/catalog/catalog.ts";
import { fieldTexts } from "#shared/catalog/change-text.ts";
import type { GovernanceDocument } from "#shared/catalog/documents/governance-document.ts";
import { fieldChanges } from "#shared/catalog/plan-catalog.ts";
import type { HeldChange } from "#shared/catalog/proposal.ts";

/** What will be true once a held change is approved: as a sentence, and in a few words for lists. */
export type HeldEffect = { readonly sentence: string; readonly short: string };

type Beside = {
  /** In force now; what was changed meanwhile shows as it is now. */
  readonly catalog: Catalog;
  /** Those the plan was made of. */
  readonly documents: readonly GovernanceDocument[];
};

/** The effect of a held change, with the values it changes, so that nobody says yes to a document they have not seen. */
export function heldEffect(held: HeldChange, beside: Beside): HeldEffect {
  const short = shortOf(held, beside);
  const why = held.because.filter((reason) => !short.includes(reason));
  return { short, sentence: `Once it is approved: ${short}${why.length === 0 ? "" : ` (${why.join("; ")})`}` };
}

function shortOf({ kind, id, replaces, removes }: HeldChange, { catalog, documents }: Beside): string {
  if (removes) return `${kind} ${id} is removed`;
  if (replaces === undefined) return `${kind} ${id} is added`;
  const before = catalog.documents.find((each) => each.kind === kind && each.id === replaces);
  const after = documents.find((each) => each.kind === kind && each.id === id);
  const fields = before === undefined || after === undefined ? [] : fieldChanges(before, after);
  return fields.length === 0 ? `${kind} ${id} changes` : `${kind} ${id}: ${fieldTexts(fields).join(", ")}`;
}
