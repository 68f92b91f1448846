import * as z from "zod";
import { FINDING_CONTRACTS } from "#shared/contracts/http/findings.ts";
import { POLICY_CONTRACTS } from "#shared/contracts/http/policy.ts";
import { routesOf } from "#shared/contracts/http/route.ts";
import type { FunctionSpec } from "#shared/runtime/function.ts";
import { ENV } from "#shared/runtime/function-env.ts";

/** Findings, policies with their plans, the ledger of writes with its undo, and how well everything is seen. */
export const policyApi = {
  name: "policy-api",
  triggers: [{ kind: "http", routes: routesOf([...FINDING_CONTRACTS, ...POLICY_CONTRACTS]) }],
  env: z.object({ ...ENV.table, ...ENV.members, ...ENV.sweeps }),
  capabilities: [
    "table.get",
    "table.query",
    "index.due",
    "index.list",
    "index.thing",
    "table.write",
    "table.check",
    "queue.send",
    "resources.read",
    "resources.write",
  ],
  timeoutSeconds: 29,
} as const satisfies FunctionSpec;
