import * as z from "zod";
import { getOpenApi } from "#shared/contracts/http/openapi-contract.ts";
import { routesOf } from "#shared/contracts/http/route.ts";
import type { FunctionSpec } from "#shared/runtime/function.ts";

/** Hands out the description of the API. */
export const apiDescribe = {
  name: "api-describe",
  triggers: [{ kind: "http", routes: routesOf([getOpenApi]) }],
  env: z.object({}),
  capabilities: [],
  timeoutSeconds: 10,
} as const satisfies FunctionSpec;
