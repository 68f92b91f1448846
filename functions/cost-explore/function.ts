import * as z from "zod";
import type { FunctionSpec } from "#shared/runtime/function.ts";
import { ENV } from "#shared/runtime/function-env.ts";

/** Asks Cost Explorer, once a day, for months that no export has brought yet. Each request is paid for. */
export const costExplore = {
  name: "cost-explore",
  triggers: [{ kind: "schedule", cron: "20 6 * * ? *" }],
  env: z.object({ ...ENV.table, ...ENV.reports, ...ENV.members, ...ENV.explorer }),
  capabilities: ["table.get", "index.list", "table.write", "reports.read", "reports.write", "cost-explorer.read"],
  timeoutSeconds: 300,
} as const satisfies FunctionSpec;
