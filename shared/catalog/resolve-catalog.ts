import type { Catalog } from "#shared/catalog/catalog.ts";
import { checkDocuments } from "#shared/catalog/check-documents.ts";
import { indexDocuments } from "#shared/catalog/document-index.ts";
import type { GovernanceDocument } from "#shared/catalog/documents/governance-document.ts";
import type { CatalogProblem, PlaceOf } from "#shared/catalog/problem.ts";
import { type ApplyOptions, resolveApplied } from "#shared/catalog/resolve-applied.ts";

export type Resolution = { readonly catalog: Catalog; readonly problems: readonly CatalogProblem[] };

export type ResolveOptions = ApplyOptions & {
  /** Where a message that names a second place finds its file and line. */
  readonly placeOf?: PlaceOf;
};

/**
 * Resolves documents into the catalogue, and says everything that is wrong between them.
 *
 * The catalogue holds what could be resolved, for looking at; with any problem that is not a warning
 * it must not be applied or decided by.
 */
export function resolveCatalog(documents: readonly GovernanceDocument[], options: ResolveOptions): Resolution {
  const catalog = resolveApplied(documents, options);
  const index = indexDocuments(documents);
  return { catalog, problems: checkDocuments({ documents, index, catalog, placeOf: options.placeOf }) };
}
