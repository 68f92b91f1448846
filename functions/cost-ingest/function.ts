import * as z from "zod";
import type { FunctionSpec } from "#shared/runtime/function.ts";
import { ENV } from "#shared/runtime/function-env.ts";

/** Takes in what arrived in the bucket for bills, a delivery per manifest. */
export const costIngest = {
  name: "cost-ingest",
  triggers: [{ kind: "queue", queue: "bills", concurrency: 1 }],
  env: z.object({ ...ENV.table, ...ENV.bills, ...ENV.reports }),
  capabilities: ["table.get", "index.list", "table.write", "billing.read", "reports.read", "reports.write"],
  timeoutSeconds: 900,
} as const satisfies FunctionSpec;
