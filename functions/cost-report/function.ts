import * as z from "zod";
import type { FunctionSpec } from "#shared/runtime/function.ts";
import { ENV } from "#shared/runtime/function-env.ts";

/** Makes the monthly cost reports that are due, closes drafts and restates what later bills changed. */
export const costReport = {
  name: "cost-report",
  triggers: [{ kind: "schedule", every: "1h" }],
  env: z.object({ ...ENV.table, ...ENV.bills, ...ENV.reports }),
  capabilities: ["table.get", "index.list", "table.write", "reports.read", "reports.write"],
  timeoutSeconds: 900,
} as const satisfies FunctionSpec;
