import * as z from "zod";
import type { FunctionSpec } from "#shared/runtime/function.ts";

/** Brings requests and grants to where their rows say: on their events, when a grant ends, when its holder leaves. */
export const grantConverge = {
  name: "grant-converge",
  triggers: [
    {
      kind: "events",
      source: ["tollgate"],
      types: [
        "request.approved",
        "request.activating",
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
  env: z.object({
    TABLE_NAME: z.string().min(1),
    READ_STALENESS_SECONDS: z.coerce.number<string>().int().nonnegative(),
  }),
  capabilities: ["table.read", "table.write", "schedule.one-shot", "people-roles.manage"],
  timeoutSeconds: 120,
} as const satisfies FunctionSpec;
