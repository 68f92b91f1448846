import * as z from "zod";
import { Hash } from "#shared/contracts/stored/access-field.ts";

/** The one row that says which catalogue is in force. */
export const StoredCatalogHead = z.strictObject({
  revision: z.int().positive(),
  hash: Hash,
  /** Ids of the parts, which are their hashes, in the order of their documents. */
  parts: z.array(Hash),
  /** `Dataset:sales.old`: removed for good, never given again. */
  retired: z.array(z.string()),
});

export type CatalogHead = z.infer<typeof StoredCatalogHead>;

/** The head of one base AccessPolicy: `hash` is over it and every policy that tightens it. */
export const StoredPolicyHead = z.strictObject({ policy: z.string().min(1), revision: z.int().positive(), hash: Hash });

export type PolicyHead = z.infer<typeof StoredPolicyHead>;
