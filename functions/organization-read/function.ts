import * as z from "zod";
import type { FunctionSpec } from "#shared/runtime/function.ts";
import { ENV } from "#shared/runtime/function-env.ts";

/** Reads the organization's accounts, and holds the Account documents against them. Nothing else reads Organizations. */
export const organizationRead = {
  name: "organization-read",
  triggers: [{ kind: "schedule", every: "6h" }],
  env: z.object({ ...ENV.table, ...ENV.organization }),
  capabilities: ["table.get", "table.query", "index.list", "table.write", "organization.read"],
  timeoutSeconds: 300,
} as const satisfies FunctionSpec;
