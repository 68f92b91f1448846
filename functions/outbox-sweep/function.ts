import * as z from "zod";
import type { FunctionSpec } from "#shared/runtime/function.ts";

/** Sends again the events that outbox-publish could not. */
export const outboxSweep = {
  name: "outbox-sweep",
  triggers: [{ kind: "schedule", every: "1m" }],
  env: z.object({ TABLE_NAME: z.string().min(1), BUS_NAME: z.string().min(1) }),
  capabilities: ["bus.publish", "table.read", "table.write"],
  timeoutSeconds: 60,
} as const satisfies FunctionSpec;
