import * as z from "zod";
import type { FunctionSpec } from "#shared/runtime/function.ts";
import { ENV } from "#shared/runtime/function-env.ts";

/** Each hour compares what the accounts hold with what the rows say, and takes back; it never gives. */
export const grantReconcile = {
  name: "grant-reconcile",
  triggers: [{ kind: "schedule", every: "1h" }],
  env: z.object({ ...ENV.table, ...ENV.oneShots, ...ENV.members, ...ENV.staleness }),
  capabilities: ["table.get", "index.list", "index.person", "table.write", "schedule.cancel", "people-roles.manage"],
  timeoutSeconds: 900,
} as const satisfies FunctionSpec;
