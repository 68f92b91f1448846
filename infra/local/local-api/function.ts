import * as z from "zod";
import { LOCAL_CONTRACTS } from "#shared/contracts/http/local.ts";
import { routesOf } from "#shared/contracts/http/route.ts";
import type { FunctionSpec } from "#shared/runtime/function.ts";

/** What only a laptop plane has. No cloud host knows this function. */
export const localApi = {
  name: "local-api",
  triggers: [{ kind: "http", routes: routesOf(LOCAL_CONTRACTS) }],
  env: z.object({}),
  capabilities: ["table.get", "index.list"],
  timeoutSeconds: 600,
} as const satisfies FunctionSpec;
