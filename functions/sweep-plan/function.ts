import * as z from "zod";
import type { FunctionSpec } from "#shared/runtime/function.ts";
import { ENV } from "#shared/runtime/function-env.ts";

/** Begins the sweep of every account, region and type that is due. */
export const sweepPlan = {
  name: "sweep-plan",
  triggers: [{ kind: "schedule", every: "15m" }],
  env: z.object({ ...ENV.table, ...ENV.sweeps }),
  capabilities: ["table.get", "table.query", "index.list", "queue.send"],
  timeoutSeconds: 60,
} as const satisfies FunctionSpec;
