import * as z from "zod";
import type { FunctionSpec } from "#shared/runtime/function.ts";
import { ENV } from "#shared/runtime/function-env.ts";

/** Lists a page of one account, region and type, judges it, and puts right what policies may. */
export const sweepShardFunction = {
  name: "sweep-shard",
  triggers: [{ kind: "queue", queue: "sweep-shards", concurrency: 10 }],
  env: z.object({ ...ENV.table, ...ENV.members, ...ENV.sweeps }),
  capabilities: [
    "table.get",
    "table.query",
    "index.list",
    "index.thing",
    "table.write",
    "table.check",
    "queue.send",
    "resources.read",
    "resources.write",
  ],
  timeoutSeconds: 300,
} as const satisfies FunctionSpec;
