import * as z from "zod";
import type { FunctionSpec } from "#shared/runtime/function.ts";
import { ENV } from "#shared/runtime/function-env.ts";

/** Brings requests and grants to where their rows say: on their events, when a grant ends, when its holder leaves. */
export const grantConverge = {
  name: "grant-converge",
  triggers: [
    {
      kind: "events",
      source: ["tollgate"],
      types: [
        "request.approved",
        "request.revoking",
        "request.applied",
        "grant.active",
        "grant.extended",
        "grant.revoking",
        "grant.revoked",
        "grant.never-started",
        "person.left",
      ],
    },
    { kind: "one-shot" },
  ],
  env: z.object({ ...ENV.table, ...ENV.oneShots, ...ENV.members, ...ENV.staleness }),
  capabilities: [
    "table.get",
    "table.query",
    "index.list",
    "index.person",
    "table.write",
    "table.check",
    "schedule.one-shot",
    "schedule.cancel",
    "people-roles.manage",
  ],
  timeoutSeconds: 120,
} as const satisfies FunctionSpec;
