import { type DocumentIndex, keyOf } from "#shared/catalog/document-index.ts";
import { DOCUMENT_KINDS, type DocumentKind } from "#shared/catalog/documents/document.ts";
import type { GovernanceDocument } from "#shared/catalog/documents/governance-document.ts";
import { replaceAt, stepsOf } from "#shared/catalog/pointer.ts";
import type { CatalogProblem } from "#shared/catalog/problem.ts";
import { type Reference, type ReferenceTo, referencesOf } from "#shared/catalog/references.ts";

const isKind = (to: ReferenceTo): to is DocumentKind => DOCUMENT_KINDS.some((kind) => kind === to);

/** Today's id of what a reference names, when it names it by a former one. */
const todaysId = ({ to, id }: Reference, index: DocumentIndex): string | undefined =>
  isKind(to) && !index.has(to, id) ? index.renamed.get(keyOf(to, id)) : undefined;

/** The document as if it named everything by today's id. */
export function withCurrentNames(document: GovernanceDocument, index: DocumentIndex): GovernanceDocument {
  if (index.renamed.size === 0) return document;
  const former = referencesOf(document).flatMap((reference) => {
    const id = todaysId(reference, index);
    return id === undefined ? [] : [{ ...reference, id }];
  });
  const values = former.filter(({ key }) => key !== true);
  const named = values.reduce((next, { pointer, id }) => replaceAt(next, pointer, id), document);
  return former
    .filter(({ key }) => key === true)
    .reduce((next, { pointer, id }) => renamedKey(next, pointer, id), named);
}

/** A warning for each name that is a former one. */
export function formerNames(document: GovernanceDocument, index: DocumentIndex): readonly CatalogProblem[] {
  return referencesOf(document).flatMap((reference) => {
    const id = todaysId(reference, index);
    if (id === undefined) return [];
    const problem: CatalogProblem = {
      document: index.refOf(document),
      pointer: reference.pointer,
      code: "former-name",
      message: `${reference.to} "${reference.id}" is now called "${id}": write "${id}"`,
      fix: id,
      severity: "warning",
    };
    return [problem];
  });
}

function renamedKey(document: GovernanceDocument, pointer: string, id: string): GovernanceDocument {
  const steps = stepsOf(pointer);
  const parent = pointer.slice(0, pointer.lastIndexOf("/"));
  let map: unknown = document;
  for (const step of steps.slice(0, -1)) map = (map as { readonly [key: string]: unknown })[step];
  const entries = Object.entries(map as object).map(([key, member]) => [key === steps.at(-1) ? id : key, member]);
  return replaceAt(document, parent, Object.fromEntries(entries));
}
