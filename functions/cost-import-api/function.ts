import * as z from "zod";
import { createCostImport, getCostImport } from "#shared/contracts/http/cost-imports.ts";
import { routesOf } from "#shared/contracts/http/route.ts";
import type { FunctionSpec } from "#shared/runtime/function.ts";
import { ENV } from "#shared/runtime/function-env.ts";

/** Takes in bills that a person names, and says what was taken in. */
export const costImportApi = {
  name: "cost-import-api",
  triggers: [{ kind: "http", routes: routesOf([createCostImport, getCostImport]) }],
  env: z.object({ ...ENV.table, ...ENV.bills, ...ENV.reports }),
  capabilities: ["table.get", "index.list", "table.write", "billing.read", "reports.read", "reports.write"],
  timeoutSeconds: 29,
} as const satisfies FunctionSpec;
