import * as z from "zod";
import type { FunctionSpec } from "#shared/runtime/function.ts";
import { ENV } from "#shared/runtime/function-env.ts";

/** Sends again the events that outbox-publish could not. */
export const outboxSweep = {
  name: "outbox-sweep",
  triggers: [{ kind: "schedule", every: "1m" }],
  env: z.object({ ...ENV.table, ...ENV.bus }),
  capabilities: ["bus.publish", "index.list", "table.delete"],
  partitions: ["UNPUBLISHED", "UNPUBLISHED#*"],
  timeoutSeconds: 60,
} as const satisfies FunctionSpec;
