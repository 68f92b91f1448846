import * as z from "zod";
import { Moment } from "#shared/contracts/stored/stored-field.ts";
import type { DigestMark, Post } from "#shared/findings/post.ts";

/** What one destination was last told of one finding, version 1. */
export const StoredPost: z.ZodType<Post> = z.strictObject({
  finding: z.string(),
  destination: z.string(),
  turn: z.string(),
  state: z.enum(["SENDING", "DELIVERED", "GIVEN-UP"]),
  attempts: z.int().nonnegative(),
  at: Moment,
});

/** Up to which moment a route's digest has told everything, version 1. */
export const StoredDigestMark: z.ZodType<DigestMark> = z.strictObject({ route: z.string(), until: Moment });
