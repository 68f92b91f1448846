import * as z from "zod";
import { DOCUMENT_KINDS } from "#shared/catalog/documents/document.ts";
import type { CatalogProposal } from "#shared/catalog/proposal.ts";
import { StoredDecided } from "#shared/contracts/stored/access-decided.ts";
import { Hash } from "#shared/contracts/stored/access-field.ts";
import { escalationShape } from "#shared/contracts/stored/access-who.ts";
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
  state: z.enum(["waiting", "pending", "approved", "rejected", "lapsed", "expired", "applied"]),
  pendingUntil: z.exactOptional(Moment),
  asking: z.exactOptional(
    z.strictObject({
      round: z.int().positive(),
      roundAt: Moment,
      stage: z.int().nonnegative(),
      askedAt: Moment,
      reminded: z.int().nonnegative(),
      escalated: z.exactOptional(z.strictObject({ ...escalationShape, stage: z.int().nonnegative() })),
    }),
  ),
});

/** A plan of the catalogue and the changes it holds, version 4. */
export const StoredCatalogPlan: z.ZodType<CatalogProposal> = z.strictObject({
  id: z.string().startsWith("P-"),
  by: Person,
  at: Moment,
  goodUntil: Moment,
  from: z.int().nonnegative(),
  parts: z.array(Hash),
  state: z.enum(["planned", "applied"]),
  held: z.array(Held),
  reason: z.exactOptional(z.strictObject({ justification: z.string(), ticket: z.exactOptional(z.string()) })),
});

const From1 = z.looseObject({
  at: Moment,
  state: z.string(),
  held: z.array(z.looseObject({ decisions: z.array(z.looseObject({ pending: z.int().nonnegative() })) })),
});

/**
 * Version 1 held changes for ever. When the plan was applied it did not say, so their time counts from when it
 * was made: what nobody decided since is over, and can be planned anew.
 */
export function catalogPlanFrom1(body: unknown): unknown {
  const plan = From1.parse(body);
  if (plan.state !== "applied") return plan;
  const held = plan.held.map((change) => {
    const pending = Math.min(...change.decisions.map((decision) => decision.pending));
    return change.decisions.length === 0 ? change : { ...change, pendingUntil: plan.at + pending };
  });
  return { ...plan, held };
}

/** Version 2 was not told why changes are asked for: that stays unsaid. */
export const catalogPlanFrom2 = (body: unknown): unknown => body;

/** Version 3 told nobody of what it held: since when it is asked about stays unsaid, and the next sweep begins to ask. */
export const catalogPlanFrom3 = (body: unknown): unknown => body;
