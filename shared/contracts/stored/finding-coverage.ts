import * as z from "zod";
import { Moment } from "#shared/contracts/stored/stored-field.ts";
import { arn } from "#shared/kernel/ids.ts";
import type { Coverage, MadeBy, Sighted } from "#shared/policy/enforce/coverage.ts";
import type { PopulationPage } from "#shared/policy/enforce/population.ts";

const StoredMadeBy: z.ZodType<MadeBy> = z.discriminatedUnion("is", [
  z.strictObject({ is: z.literal("known"), principal: z.string(), by: z.enum(["event", "trail"]) }),
  z.strictObject({ is: z.literal("untold"), because: z.string() }),
  z.strictObject({ is: z.literal("unread"), because: z.string(), tries: z.int().positive(), nextAt: Moment }),
]);

/** How a resource first came to be known, version 2: version 1 said nothing of who made it. */
export const StoredSighted: z.ZodType<Sighted> = z.strictObject({
  arn: z.string(),
  shard: z.string(),
  by: z.enum(["event", "baseline", "missed"]),
  at: Moment,
  made: z.exactOptional(StoredMadeBy),
});

const count = z.int().nonnegative();
const counts = { listed: count, compliant: count, tagged: count, meant: count, done: count };

const pages = z.exactOptional(count);

/** What is known of one account, region and type as a whole, version 2: version 1 kept no pages. */
export const StoredCoverage: z.ZodType<Coverage> = z.strictObject({
  account: z.string(),
  region: z.string(),
  type: z.string(),
  since: Moment,
  announced: count,
  missed: count,
  running: z.exactOptional(z.strictObject({ ...counts, run: z.string(), cursor: z.string(), missed: count, pages })),
  last: z.exactOptional(z.strictObject({ ...counts, run: z.string(), at: Moment, pages })),
});

/** A page of the population of a shard, version 1. */
export const StoredPopulationPage: z.ZodType<PopulationPage> = z.strictObject({
  shard: z.string(),
  page: count,
  run: z.string(),
  resources: z.array(
    z.strictObject({ arn: z.string().transform(arn), name: z.string(), tags: z.record(z.string(), z.string()) }),
  ),
  left: count,
});
