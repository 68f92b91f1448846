import * as z from "zod";
import { StoredActionChange } from "#shared/contracts/stored/action.ts";
import { Moment } from "#shared/contracts/stored/stored-field.ts";
import type { Plan, PlanPage } from "#shared/policy/enforce/plan.ts";

const count = z.int().nonnegative();

/** A plan's head, version 1. */
export const StoredPlan: z.ZodType<Plan> = z.strictObject({
  id: z.string().startsWith("P-"),
  policy: z.string().min(1),
  policyHash: z.string(),
  by: z.string(),
  at: Moment,
  counts: z.strictObject({
    inScope: count,
    change: count,
    patch: count,
    exempt: count,
    person: count,
    tags: count,
    raised: count,
    lowered: count,
    unread: count,
  }),
  pages: count,
  unread: z.array(z.string()).max(20),
});

/** A page of a plan's entries, version 2: a change may name the lifecycle rule that it sets. */
export const StoredPlanPage: z.ZodType<PlanPage> = z.strictObject({
  plan: z.string(),
  page: count,
  entries: z.array(
    z.strictObject({
      resource: z.string(),
      type: z.string(),
      account: z.string(),
      region: z.string(),
      name: z.string(),
      will: z.enum(["change", "patch", "exempt", "person"]),
      changes: z.array(StoredActionChange),
      reason: z.exactOptional(z.string()),
    }),
  ),
});
