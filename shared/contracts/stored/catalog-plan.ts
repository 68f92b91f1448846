import * as z from "zod";
import { DOCUMENT_KINDS } from "#shared/catalog/documents/document.ts";
import type { CatalogProposal } from "#shared/catalog/proposal.ts";
import { StoredDecided } from "#shared/contracts/stored/access-decided.ts";
import { Hash } from "#shared/contracts/stored/access-field.ts";
import { Moment, Person } from "#shared/contracts/stored/stored-field.ts";

const Held = z.strictObject({
  kind: z.enum(DOCUMENT_KINDS),
  id: z.string().min(1),
  replaces: z.exactOptional(z.string()),
  was: z.exactOptional(Hash),
  removes: z.boolean(),
  because: z.array(z.string()),
  target: z.strictObject({ kind: z.enum(["team", "workload", "account", "dataset"]), id: z.string() }),
  decisions: z.array(StoredDecided),
  votes: z.array(
    z.strictObject({
      by: Person,
      outcome: z.enum(["approved", "rejected"]),
      stage: z.int().nonnegative(),
      note: z.string(),
      at: Moment,
    }),
  ),
  state: z.enum(["waiting", "pending", "approved", "rejected", "lapsed", "applied"]),
});

/** A plan of the catalogue and the changes it holds. */
export const StoredCatalogPlan: z.ZodType<CatalogProposal> = z.strictObject({
  id: z.string().startsWith("P-"),
  by: Person,
  at: Moment,
  goodUntil: Moment,
  from: z.int().nonnegative(),
  parts: z.array(Hash),
  state: z.enum(["planned", "applied"]),
  held: z.array(Held),
});
