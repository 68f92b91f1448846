import { createHash } from "node:crypto";
import type { Catalog } from "#shared/catalog/catalog.ts";
import type { GovernanceDocument } from "#shared/catalog/documents/governance-document.ts";
import { resolveCatalog } from "#shared/catalog/resolve-catalog.ts";
import { type Digest, sha256 } from "#shared/kernel/digest.ts";

export const digest: Digest = (text) => sha256(createHash("sha256").update(text).digest("hex"));

/** The catalogue of these documents at revision 1. */
export const catalogOf = (documents: readonly GovernanceDocument[]): Catalog =>
  resolveCatalog(documents, { revision: 1, digest }).catalog;

/** What is wrong with these documents, as `code message`. */
export const problemsOf = (documents: readonly GovernanceDocument[]): readonly string[] =>
  resolveCatalog(documents, { revision: 1, digest }).problems.map(({ code, message }) => `${code} ${message}`);
