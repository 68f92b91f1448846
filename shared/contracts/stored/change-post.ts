import * as z from "zod";
import { Moment } from "#shared/contracts/stored/stored-field.ts";
import type { ChangePost } from "#shared/findings/change-post.ts";

/** That one destination was told one thing of one held change, version 1. */
export const StoredChangePost: z.ZodType<ChangePost> = z.strictObject({
  plan: z.string().startsWith("P-"),
  document: z.string().min(1),
  turn: z.string().min(1),
  destination: z.string().min(1),
  state: z.enum(["SENDING", "FAILED", "DELIVERED", "GIVEN-UP"]),
  attempts: z.int().positive(),
  at: Moment,
});
