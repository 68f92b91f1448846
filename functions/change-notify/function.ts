import * as z from "zod";
import type { FunctionSpec } from "#shared/runtime/function.ts";
import { ENV } from "#shared/runtime/function-env.ts";

/** Tells people of changes of documents that a plan holds: who decides that they are asked, the author what became of it. */
export const changeNotify = {
  name: "change-notify",
  triggers: [
    {
      kind: "events",
      source: ["tollgate"],
      types: [
        "catalog-plan.applied",
        "catalog-plan.asked",
        "catalog-plan.held-anew",
        "catalog-plan.approved",
        "catalog-plan.rejected",
        "catalog-plan.reminded",
        "catalog-plan.escalated",
        "catalog-plan.expired",
      ],
    },
  ],
  env: z.object({ ...ENV.table, ...ENV.messages }),
  capabilities: ["table.get", "index.list", "table.write", "mail.send", "webhook.send"],
  timeoutSeconds: 60,
} as const satisfies FunctionSpec;
