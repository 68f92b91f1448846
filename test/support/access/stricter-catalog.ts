import type { Catalog } from "#shared/catalog/catalog.ts";
import type { GovernanceDocument } from "#shared/catalog/documents/governance-document.ts";
import { resolveCatalog } from "#shared/catalog/resolve-catalog.ts";
import { digest } from "#test/support/catalog/resolved.ts";
import { ordersRules } from "#test/support/catalog/saltmarsh.ts";

/** The same company, in which orders now asks the lead of finance too. */
export const stricterCatalog = (documents: readonly GovernanceDocument[]): Catalog =>
  resolveCatalog([...documents, ordersRules], { revision: 2, digest }).catalog;
