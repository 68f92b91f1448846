import * as z from "zod";
import { CATALOG_ROUTES } from "#shared/contracts/http/catalog-routes.ts";
import { routesOf } from "#shared/contracts/http/route.ts";
import type { FunctionSpec } from "#shared/runtime/function.ts";
import { ENV } from "#shared/runtime/function-env.ts";

/** The catalogue: what is in it, who decides by it, and how it is planned, applied and decided on. */
export const catalogApi = {
  name: "catalog-api",
  triggers: [{ kind: "http", routes: routesOf(CATALOG_ROUTES) }],
  env: z.object({ ...ENV.table, ...ENV.operators, ...ENV.reports }),
  capabilities: ["table.get", "table.query", "index.list", "table.write", "table.check", "reports.read"],
  timeoutSeconds: 29,
} as const satisfies FunctionSpec;
