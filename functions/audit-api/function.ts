import * as z from "zod";
import { listAuditEvents, listAuditSeals } from "#shared/contracts/http/audit.ts";
import { routesOf } from "#shared/contracts/http/route.ts";
import type { FunctionSpec } from "#shared/runtime/function.ts";

/** Hands out the audit log and its seals, for an export that is verified elsewhere. */
export const auditApi = {
  name: "audit-api",
  triggers: [{ kind: "http", routes: routesOf([listAuditEvents, listAuditSeals]) }],
  env: z.object({ TABLE_NAME: z.string().min(1), GENESIS: z.iso.datetime() }),
  capabilities: ["table.read"],
  timeoutSeconds: 29,
} as const satisfies FunctionSpec;
