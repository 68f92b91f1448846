import * as z from "zod";
import type { FunctionSpec } from "#shared/runtime/function.ts";
import { ENV } from "#shared/runtime/function-env.ts";

/** Each minute acts on every open request and grant whose time has come, whatever hint was lost. */
export const accessSweep = {
  name: "access-sweep",
  triggers: [{ kind: "schedule", every: "1m" }],
  env: z.object({ ...ENV.table, ...ENV.oneShots, ...ENV.members, ...ENV.staleness }),
  capabilities: [
    "table.get",
    "table.query",
    "index.due",
    "index.list",
    "index.person",
    "table.write",
    "table.check",
    "schedule.one-shot",
    "schedule.cancel",
    "people-roles.manage",
  ],
  timeoutSeconds: 300,
} as const satisfies FunctionSpec;
