import * as z from "zod";
import type { FunctionSpec } from "#shared/runtime/function.ts";
import { ENV } from "#shared/runtime/function-env.ts";

/** Tells the people whom routes name: at once what is bad enough, the rest in digests. */
export const findingNotify = {
  name: "finding-notify",
  triggers: [
    {
      kind: "events",
      source: ["tollgate"],
      types: ["finding.opened", "finding.reopened", "finding.changed"],
      // What one judgement found comes within a second, and often is put right within the next.
      gatherSeconds: 5,
    },
  ],
  env: z.object({ ...ENV.table, ...ENV.messages }),
  capabilities: ["table.get", "table.write", "webhook.send", "mail.send"],
  timeoutSeconds: 60,
} as const satisfies FunctionSpec;
