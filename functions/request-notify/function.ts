import * as z from "zod";
import type { FunctionSpec } from "#shared/runtime/function.ts";
import { ENV } from "#shared/runtime/function-env.ts";

/** Tells people of requests for access: who decides that they are asked, who asked what became of it. */
export const requestNotify = {
  name: "request-notify",
  triggers: [
    {
      kind: "events",
      source: ["tollgate"],
      types: [
        "request.submitted",
        "request.edited",
        "request.sent-back",
        "request.decided",
        "request.reminded",
        "request.escalated",
        "request.approved",
        "request.active",
        "request.end-moved",
        "request.rejected",
        "request.blocked",
        "request.expired",
        "request.ended",
        "request.revoked",
        "request.failed",
      ],
    },
  ],
  env: z.object({ ...ENV.table, ...ENV.messages }),
  capabilities: ["table.get", "index.list", "table.write", "mail.send", "webhook.send"],
  timeoutSeconds: 60,
} as const satisfies FunctionSpec;
