import * as z from "zod";
import { COST_REPORT_CONTRACTS } from "#shared/contracts/http/cost.ts";
import { routesOf } from "#shared/contracts/http/route.ts";
import type { FunctionSpec } from "#shared/runtime/function.ts";
import { ENV } from "#shared/runtime/function-env.ts";

/** Hands out cost reports with the rows behind every figure, makes one on demand, takes sign-offs. */
export const costApi = {
  name: "cost-api",
  triggers: [{ kind: "http", routes: routesOf(COST_REPORT_CONTRACTS) }],
  env: z.object({ ...ENV.table, ...ENV.bills, ...ENV.reports }),
  capabilities: ["table.get", "index.list", "table.write", "table.check", "reports.read", "reports.write"],
  timeoutSeconds: 29,
} as const satisfies FunctionSpec;
