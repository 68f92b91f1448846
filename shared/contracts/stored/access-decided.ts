import * as z from "zod";
import type { Decided } from "#shared/catalog/decision.ts";
import { Hash } from "#shared/contracts/stored/access-field.ts";
import { StoredWho } from "#shared/contracts/stored/access-who.ts";
import { Length } from "#shared/contracts/stored/stored-field.ts";

export const stageShape = {
  need: z.union([z.int().positive(), z.literal("each")]),
  of: z.array(StoredWho).min(1),
};

const rule = {
  policy: z.string(),
  version: z.int(),
  hash: Hash,
  rule: z.string(),
};

/** What the catalogue decided, as a request pins it. */
export const StoredDecided: z.ZodType<Decided> = z.strictObject({
  ...rule,
  kind: z.literal("decided"),
  tightenedBy: z.array(z.strictObject(rule)),
  stages: z.array(z.strictObject(stageShape)),
  approvedByRule: z.boolean(),
  limits: z.strictObject({
    max: z.exactOptional(Length),
    maxTotal: z.exactOptional(Length),
    maxConcurrent: z.exactOptional(z.int().nonnegative()),
  }),
  ask: z.array(StoredWho),
  pending: Length,
  remind: z.array(Length),
  escalate: z.exactOptional(z.strictObject({ after: Length, to: StoredWho })),
  ticketRequired: z.boolean(),
  justificationMin: z.int().nonnegative(),
  notify: z.array(StoredWho),
  page: z.array(StoredWho),
  review: z.exactOptional(z.strictObject({ by: z.array(StoredWho), within: Length })),
});
