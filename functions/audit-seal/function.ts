import * as z from "zod";
import type { FunctionSpec } from "#shared/runtime/function.ts";
import { ENV } from "#shared/runtime/function-env.ts";

/** Seals the events of the hours that are over, a few minutes past each hour, and copies each seal with its events. */
export const auditSeal = {
  name: "audit-seal",
  triggers: [{ kind: "schedule", cron: "7 * * * ? *" }],
  env: z.object({ ...ENV.table, ...ENV.audit, ...ENV.genesis }),
  capabilities: ["table.get", "index.list", "table.write", "audit.write"],
  timeoutSeconds: 300,
} as const satisfies FunctionSpec;
