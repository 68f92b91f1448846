import { apiDescribe } from "#functions/api-describe/function.ts";
import { makeHandler as makeApiDescribe } from "#functions/api-describe/handler.ts";
import { auditApi } from "#functions/audit-api/function.ts";
import { makeHandler as makeAuditApi } from "#functions/audit-api/handler.ts";
import { auditSeal } from "#functions/audit-seal/function.ts";
import { makeHandler as makeAuditSeal } from "#functions/audit-seal/handler.ts";
import { healthRead } from "#functions/health-read/function.ts";
import { makeHandler as makeHealthRead } from "#functions/health-read/handler.ts";
import { outboxPublish } from "#functions/outbox-publish/function.ts";
import { makeHandler as makeOutboxPublish } from "#functions/outbox-publish/handler.ts";
import { outboxSweep } from "#functions/outbox-sweep/function.ts";
import { makeHandler as makeOutboxSweep } from "#functions/outbox-sweep/handler.ts";
import type { LocalFunction } from "#infra/local/local-function.ts";
import type { Ports } from "#infra/local/ports.ts";

/** Every function of the plane: what it is, and its handler on local ports. */
export const FUNCTIONS: readonly LocalFunction<Ports>[] = [
  { spec: healthRead, makeHandler: makeHealthRead },
  { spec: apiDescribe, makeHandler: makeApiDescribe },
  { spec: outboxPublish, makeHandler: makeOutboxPublish },
  { spec: outboxSweep, makeHandler: makeOutboxSweep },
  { spec: auditSeal, makeHandler: makeAuditSeal },
  { spec: auditApi, makeHandler: makeAuditApi },
];
