import * as z from "zod";
import type { FunctionSpec } from "#shared/runtime/function.ts";

/** Takes in what arrived in the bucket for bills, a delivery per manifest. */
export const costIngest = {
  name: "cost-ingest",
  triggers: [{ kind: "queue", queue: "bills", concurrency: 1 }],
  env: z.object({ TABLE_NAME: z.string().min(1), BILLS_BUCKET: z.string().min(1) }),
  capabilities: ["table.read", "table.write", "billing.read", "reports.write"],
  timeoutSeconds: 900,
} as const satisfies FunctionSpec;
