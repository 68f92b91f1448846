import * as z from "zod";
import { Moment } from "#shared/contracts/stored/stored-field.ts";
import type { Pending } from "#shared/findings/pending.ts";

/** A resource that waits to be judged, version 1. */
export const StoredPending: z.ZodType<Pending> = z.strictObject({
  resource: z.strictObject({ arn: z.string(), type: z.string(), account: z.string(), region: z.string() }),
  because: z.enum(["settling", "not-ready", "unreadable", "judged"]),
  creator: z.exactOptional(z.string()),
  since: Moment,
  attempts: z.int().nonnegative(),
  nextAt: Moment,
  over: z.exactOptional(z.literal(true)),
});
