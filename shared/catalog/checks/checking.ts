import type { Catalog } from "#shared/catalog/catalog.ts";
import type { Vocabulary } from "#shared/catalog/clause-algebra.ts";
import type { DocumentIndex } from "#shared/catalog/document-index.ts";
import { ACCESS_LEVELS, LEVELS } from "#shared/catalog/documents/document.ts";
import type { GovernanceDocument } from "#shared/catalog/documents/governance-document.ts";
import { CHANGE_KINDS, REQUEST_KINDS } from "#shared/catalog/documents/selector.ts";
import type { CatalogProblem, PlaceOf } from "#shared/catalog/problem.ts";

/** What a check looks at: the documents as written, and what they resolved to. */
export type Checking = {
  readonly documents: readonly GovernanceDocument[];
  readonly index: DocumentIndex;
  readonly catalog: Catalog;
  readonly placeOf?: PlaceOf | undefined;
};

/** One thing a catalogue must hold to. It judges every document, never the first bad one only. */
export type Check = (checking: Checking) => readonly CatalogProblem[];

/** The words that a selector's key can have at all, for keys that have finitely many. */
export const vocabularyOf = ({ company }: Catalog): Vocabulary => ({
  environment: company.environments,
  classification: company.classifications,
  request: REQUEST_KINDS,
  access: ACCESS_LEVELS,
  danger: LEVELS,
  severity: LEVELS,
  tier: ["0", "1", "2"],
  change: CHANGE_KINDS,
});
