import type { DocumentRef, Origin } from "#shared/catalog/documents/document.ts";

/** What is wrong with a document beside the others, where, and what would be right. */
export type CatalogProblem = {
  readonly document: DocumentRef;
  /** As in `Origin`. */
  readonly pointer: string;
  /** `unknown-account`, `label`, `nobody-decides`: what scripts go by. */
  readonly code: string;
  /** `Cannot find account "data-prd": did you mean "data-prod"` */
  readonly message: string;
  /** The one sure correction: the text to write at the pointer. */
  readonly fix?: string;
  /** A warning is said and stops nothing. */
  readonly severity?: "warning";
};

/** The file and line of an origin, where documents came from files. */
export type PlaceOf = (origin: Origin) => { readonly file: string; readonly line: number } | undefined;
