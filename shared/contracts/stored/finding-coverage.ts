import * as z from "zod";
import { Moment } from "#shared/contracts/stored/stored-field.ts";
import type { Coverage, Sighted } from "#shared/policy/enforce/coverage.ts";

/** How a resource first came to be known, version 1. */
export const StoredSighted: z.ZodType<Sighted> = z.strictObject({
  arn: z.string(),
  shard: z.string(),
  by: z.enum(["event", "baseline", "missed"]),
  at: Moment,
});

const count = z.int().nonnegative();
const counts = { listed: count, compliant: count, tagged: count, meant: count, done: count };

/** What is known of one account, region and type as a whole, version 1. */
export const StoredCoverage: z.ZodType<Coverage> = z.strictObject({
  account: z.string(),
  region: z.string(),
  type: z.string(),
  since: Moment,
  announced: count,
  missed: count,
  running: z.exactOptional(z.strictObject({ ...counts, run: z.string(), cursor: z.string(), missed: count })),
  last: z.exactOptional(z.strictObject({ ...counts, run: z.string(), at: Moment })),
});
