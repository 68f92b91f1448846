import * as z from "zod";
import type { FunctionSpec } from "#shared/runtime/function.ts";

/** Carries stored events from the table's stream to the bus. */
export const outboxPublish = {
  name: "outbox-publish",
  triggers: [{ kind: "stream" }],
  env: z.object({ TABLE_NAME: z.string().min(1), BUS_NAME: z.string().min(1) }),
  capabilities: ["stream.read", "bus.publish", "table.write"],
  timeoutSeconds: 30,
} as const satisfies FunctionSpec;
