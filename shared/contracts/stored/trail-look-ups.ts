import * as z from "zod";
import type { TrailLookUps } from "#shared/policy/enforce/find-creator.ts";

/** How often the trail of one account and region was asked in a sweep, version 1. */
export const StoredTrailLookUps: z.ZodType<TrailLookUps> = z.strictObject({
  account: z.string(),
  region: z.string(),
  run: z.string(),
  taken: z.int().nonnegative(),
});
