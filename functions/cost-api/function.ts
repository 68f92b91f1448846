import * as z from "zod";
import { COST_REPORT_CONTRACTS } from "#shared/contracts/http/cost.ts";
import { routesOf } from "#shared/contracts/http/route.ts";
import type { FunctionSpec } from "#shared/runtime/function.ts";

/** Hands out cost reports with the rows behind every figure, makes one on demand, takes sign-offs. */
export const costApi = {
  name: "cost-api",
  triggers: [{ kind: "http", routes: routesOf(COST_REPORT_CONTRACTS) }],
  env: z.object({ TABLE_NAME: z.string().min(1), BILLS_BUCKET: z.string().min(1), REPORTS_BUCKET: z.string().min(1) }),
  capabilities: ["table.read", "table.write", "billing.read", "reports.read", "reports.write"],
  timeoutSeconds: 29,
} as const satisfies FunctionSpec;
