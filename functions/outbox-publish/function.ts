import * as z from "zod";
import type { FunctionSpec } from "#shared/runtime/function.ts";
import { ENV } from "#shared/runtime/function-env.ts";

/** Carries stored events from the table's stream to the bus. */
export const outboxPublish = {
  name: "outbox-publish",
  triggers: [{ kind: "stream" }],
  env: z.object({ ...ENV.table, ...ENV.bus }),
  capabilities: ["stream.read", "bus.publish", "table.write"],
  partitions: ["UNPUBLISHED#*"],
  timeoutSeconds: 30,
} as const satisfies FunctionSpec;
