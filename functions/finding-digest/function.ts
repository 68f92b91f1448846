import * as z from "zod";
import type { FunctionSpec } from "#shared/runtime/function.ts";
import { ENV } from "#shared/runtime/function-env.ts";

/** Sends the digests of routes whose moment has come. */
export const findingDigest = {
  name: "finding-digest",
  triggers: [{ kind: "schedule", every: "5m" }],
  env: z.object({ ...ENV.table, ...ENV.messages }),
  capabilities: ["table.get", "index.list", "table.write", "webhook.send", "mail.send"],
  timeoutSeconds: 120,
} as const satisfies FunctionSpec;
