import * as z from "zod";
import { Moment } from "#shared/contracts/stored/stored-field.ts";
import type { KillSwitch } from "#shared/policy/enforce/kill-switch.ts";
import type { PolicyState } from "#shared/policy/enforce/policy-state.ts";

/** What is kept of a policy beside its document, version 1: one row, and in it the count of its writes. */
export const StoredPolicyState: z.ZodType<PolicyState> = z.strictObject({
  policy: z.string().min(1),
  promotion: z.exactOptional(
    z.strictObject({
      policyHash: z.string(),
      plan: z.string(),
      by: z.string(),
      at: Moment,
      inScope: z.int().nonnegative(),
    }),
  ),
  halt: z.exactOptional(
    z.strictObject({
      because: z.string(),
      by: z.string(),
      at: Moment,
      cap: z.exactOptional(z.enum(["run", "day", "scope"])),
    }),
  ),
  count: z.strictObject({
    day: z.string(),
    today: z.int().nonnegative(),
    runs: z.record(z.string(), z.strictObject({ writes: z.int().nonnegative(), at: Moment })),
  }),
});

/** The one row that stops every write, version 1. */
export const StoredKillSwitch: z.ZodType<KillSwitch> = z.strictObject({
  on: z.boolean(),
  by: z.string(),
  at: Moment,
  because: z.string(),
});
