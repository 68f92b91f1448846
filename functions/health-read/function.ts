import * as z from "zod";
import { getHealth } from "#shared/contracts/http/health.ts";
import { routesOf } from "#shared/contracts/http/route.ts";
import type { FunctionSpec } from "#shared/runtime/function.ts";
import { ENV } from "#shared/runtime/function-env.ts";

/** Answers whether the plane is up, without a token. */
export const healthRead = {
  name: "health-read",
  triggers: [{ kind: "http", routes: routesOf([getHealth]) }],
  env: z.object({ ...ENV.table }),
  capabilities: ["table.get"],
  partitions: ["health"],
  timeoutSeconds: 5,
} as const satisfies FunctionSpec;
