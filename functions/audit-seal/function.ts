import * as z from "zod";
import type { FunctionSpec } from "#shared/runtime/function.ts";

/** Seals the events of the hours that are over, a few minutes past each hour. */
export const auditSeal = {
  name: "audit-seal",
  triggers: [{ kind: "schedule", cron: "7 * * * ? *" }],
  env: z.object({ TABLE_NAME: z.string().min(1), AUDIT_BUCKET: z.string().min(1), GENESIS: z.iso.datetime() }),
  capabilities: ["table.read", "table.write", "audit.write"],
  timeoutSeconds: 300,
} as const satisfies FunctionSpec;
