import * as z from "zod";
import type { FunctionSpec } from "#shared/runtime/function.ts";

/** Makes the monthly cost reports that are due, closes drafts and restates what later bills changed. */
export const costReport = {
  name: "cost-report",
  triggers: [{ kind: "schedule", every: "1h" }],
  env: z.object({ TABLE_NAME: z.string().min(1), BILLS_BUCKET: z.string().min(1), REPORTS_BUCKET: z.string().min(1) }),
  capabilities: ["table.read", "table.write", "billing.read", "reports.read", "reports.write"],
  timeoutSeconds: 900,
} as const satisfies FunctionSpec;
