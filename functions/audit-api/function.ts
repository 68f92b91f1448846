import * as z from "zod";
import { listAuditEvents, listAuditSeals } from "#shared/contracts/http/audit.ts";
import { routesOf } from "#shared/contracts/http/route.ts";
import type { FunctionSpec } from "#shared/runtime/function.ts";
import { ENV } from "#shared/runtime/function-env.ts";

/** Hands out the audit log and its seals, for an export that is verified elsewhere. */
export const auditApi = {
  name: "audit-api",
  triggers: [{ kind: "http", routes: routesOf([listAuditEvents, listAuditSeals]) }],
  env: z.object({ ...ENV.table, ...ENV.genesis }),
  capabilities: ["table.get", "index.list"],
  timeoutSeconds: 29,
} as const satisfies FunctionSpec;
