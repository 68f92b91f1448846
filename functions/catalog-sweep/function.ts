import * as z from "zod";
import type { FunctionSpec } from "#shared/runtime/function.ts";
import { ENV } from "#shared/runtime/function-env.ts";

/**
 * Reminds of the changes of documents that nobody decides, escalates them, and ends them in time. A late run does no
 * harm: a decision looks at the clock itself.
 */
export const catalogSweep = {
  name: "catalog-sweep",
  triggers: [{ kind: "schedule", every: "15m" }],
  env: z.object({ ...ENV.table }),
  capabilities: ["table.get", "table.query", "index.list", "table.write"],
  timeoutSeconds: 60,
} as const satisfies FunctionSpec;
