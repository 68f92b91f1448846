import * as z from "zod";
import { Moment } from "#shared/contracts/stored/stored-field.ts";
import type { DigestMark, Post } from "#shared/findings/post.ts";

/** What one destination was last told of one finding, version 2. */
export const StoredPost: z.ZodType<Post> = z.strictObject({
  finding: z.string(),
  destination: z.string(),
  turn: z.string(),
  state: z.enum(["SENDING", "FAILED", "DELIVERED", "GIVEN-UP"]),
  attempts: z.int().nonnegative(),
  at: Moment,
});

const Stored1 = z.looseObject({ state: z.enum(["SENDING", "DELIVERED", "GIVEN-UP"]) });

/** Version 1 of every post said SENDING of a claim and of a failure alike, and let everybody try again at once. */
export function postFrom1(body: unknown): unknown {
  const post = Stored1.parse(body);
  return post.state === "SENDING" ? { ...post, state: "FAILED" } : post;
}

/** Up to which moment a route's digest has told everything, version 1. */
export const StoredDigestMark: z.ZodType<DigestMark> = z.strictObject({ route: z.string(), until: Moment });
