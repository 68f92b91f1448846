import * as z from "zod";
import type { RequestPost } from "#shared/access/request-post.ts";
import { RequestRef } from "#shared/contracts/stored/access-field.ts";
import { Moment } from "#shared/contracts/stored/stored-field.ts";

/** That one destination was told one thing of one request, version 2. */
export const StoredRequestPost: z.ZodType<RequestPost> = z.strictObject({
  request: RequestRef,
  turn: z.string().min(1),
  destination: z.string().min(1),
  state: z.enum(["SENDING", "FAILED", "DELIVERED", "GIVEN-UP"]),
  attempts: z.int().positive(),
  at: Moment,
});
