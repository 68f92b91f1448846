import { accessApi } from "#functions/access-api/function.ts";
import { makeHandler as makeAccessApi } from "#functions/access-api/handler.ts";
import { accessSweep } from "#functions/access-sweep/function.ts";
import { makeHandler as makeAccessSweep } from "#functions/access-sweep/handler.ts";
import { apiDescribe } from "#functions/api-describe/function.ts";
import { makeHandler as makeApiDescribe } from "#functions/api-describe/handler.ts";
import { auditApi } from "#functions/audit-api/function.ts";
import { makeHandler as makeAuditApi } from "#functions/audit-api/handler.ts";
import { auditSeal } from "#functions/audit-seal/function.ts";
import { makeHandler as makeAuditSeal } from "#functions/audit-seal/handler.ts";
import { catalogApi } from "#functions/catalog-api/function.ts";
import { makeHandler as makeCatalogApi } from "#functions/catalog-api/handler.ts";
import { grantConverge } from "#functions/grant-converge/function.ts";
import { makeHandler as makeGrantConverge } from "#functions/grant-converge/handler.ts";
import { grantReconcile } from "#functions/grant-reconcile/function.ts";
import { makeHandler as makeGrantReconcile } from "#functions/grant-reconcile/handler.ts";
import { healthRead } from "#functions/health-read/function.ts";
import { makeHandler as makeHealthRead } from "#functions/health-read/handler.ts";
import { outboxPublish } from "#functions/outbox-publish/function.ts";
import { makeHandler as makeOutboxPublish } from "#functions/outbox-publish/handler.ts";
import { outboxSweep } from "#functions/outbox-sweep/function.ts";
import { makeHandler as makeOutboxSweep } from "#functions/outbox-sweep/handler.ts";
import { accessPorts } from "#infra/local/access-ports.ts";
import { catalogPorts } from "#infra/local/catalog-ports.ts";
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
  { spec: catalogApi, makeHandler: (ports) => makeCatalogApi(catalogPorts(ports)) },
  { spec: accessApi, makeHandler: (ports) => makeAccessApi(accessPorts(ports)) },
  { spec: accessSweep, makeHandler: (ports) => makeAccessSweep(accessPorts(ports)) },
  { spec: grantConverge, makeHandler: (ports) => makeGrantConverge(accessPorts(ports)) },
  { spec: grantReconcile, makeHandler: (ports) => makeGrantReconcile(accessPorts(ports)) },
];
