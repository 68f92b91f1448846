import * as z from "zod";
import { accountNumber } from "#shared/kernel/ids.ts";
import type { SweepTask } from "#shared/policy/enforce/sweep-plan.ts";

/** The queue of sweeps. */
export const SWEEP_QUEUE = "sweep-shards";

/** A message of {@link SWEEP_QUEUE}: one page of a sweep. */
export const SweepTaskMessage: z.ZodType<SweepTask> = z.strictObject({
  run: z.string().min(1).max(100),
  account: z
    .string()
    .regex(/^\d{12}$/)
    .transform(accountNumber),
  region: z.string().max(40),
  type: z.string().min(1).max(100),
  phase: z.enum(["list", "recheck"]),
  cursor: z.string().max(4_000),
});
