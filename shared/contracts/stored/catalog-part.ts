import * as z from "zod";
import { DOCUMENT_KINDS } from "#shared/catalog/documents/document.ts";
import { Hash, StoredJson } from "#shared/contracts/stored/access-field.ts";

/**
 * Some documents of one kind, as they were applied. Their inside was parsed strictly when they were
 * read from text, and a part is named by the hash of what is in it, which the store checks: so the
 * inside is not described here again.
 */
export const StoredCatalogPart = z.strictObject({
  kind: z.enum(DOCUMENT_KINDS),
  documents: z
    .array(z.strictObject({ id: z.string().min(1), version: z.int().positive(), hash: Hash, document: StoredJson }))
    .min(1),
});

export type CatalogPart = z.infer<typeof StoredCatalogPart>;
