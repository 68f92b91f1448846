import * as z from "zod";
import type { FunctionSpec } from "#shared/runtime/function.ts";
import { ENV } from "#shared/runtime/function-env.ts";

/** Takes up everything whose moment has come: waiting resources, unsettled writes, ended graces and exemptions. */
export const enforcementSweep = {
  name: "enforcement-sweep",
  triggers: [{ kind: "schedule", every: "1m" }],
  env: z.object({ ...ENV.table, ...ENV.members }),
  capabilities: [
    "table.get",
    "table.query",
    "index.due",
    "index.list",
    "index.thing",
    "table.write",
    "table.check",
    "resources.read",
    "resources.write",
  ],
  timeoutSeconds: 300,
} as const satisfies FunctionSpec;
