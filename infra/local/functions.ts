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
import { catalogSweep } from "#functions/catalog-sweep/function.ts";
import { makeHandler as makeCatalogSweep } from "#functions/catalog-sweep/handler.ts";
import { changeNotify } from "#functions/change-notify/function.ts";
import { makeHandler as makeChangeNotify } from "#functions/change-notify/handler.ts";
import { costApi } from "#functions/cost-api/function.ts";
import { makeHandler as makeCostApi } from "#functions/cost-api/handler.ts";
import { costExplore } from "#functions/cost-explore/function.ts";
import { makeHandler as makeCostExplore } from "#functions/cost-explore/handler.ts";
import { costImportApi } from "#functions/cost-import-api/function.ts";
import { makeHandler as makeCostImportApi } from "#functions/cost-import-api/handler.ts";
import { costIngest } from "#functions/cost-ingest/function.ts";
import { makeHandler as makeCostIngest } from "#functions/cost-ingest/handler.ts";
import { costReport } from "#functions/cost-report/function.ts";
import { makeHandler as makeCostReport } from "#functions/cost-report/handler.ts";
import { enforcementSweep } from "#functions/enforcement-sweep/function.ts";
import { makeHandler as makeEnforcementSweep } from "#functions/enforcement-sweep/handler.ts";
import { eventEnforce } from "#functions/event-enforce/function.ts";
import { makeHandler as makeEventEnforce } from "#functions/event-enforce/handler.ts";
import { findingDigest } from "#functions/finding-digest/function.ts";
import { makeHandler as makeFindingDigest } from "#functions/finding-digest/handler.ts";
import { findingNotify } from "#functions/finding-notify/function.ts";
import { makeHandler as makeFindingNotify } from "#functions/finding-notify/handler.ts";
import { grantConverge } from "#functions/grant-converge/function.ts";
import { makeHandler as makeGrantConverge } from "#functions/grant-converge/handler.ts";
import { grantReconcile } from "#functions/grant-reconcile/function.ts";
import { makeHandler as makeGrantReconcile } from "#functions/grant-reconcile/handler.ts";
import { healthRead } from "#functions/health-read/function.ts";
import { makeHandler as makeHealthRead } from "#functions/health-read/handler.ts";
import { organizationRead } from "#functions/organization-read/function.ts";
import { makeHandler as makeOrganizationRead } from "#functions/organization-read/handler.ts";
import { outboxPublish } from "#functions/outbox-publish/function.ts";
import { makeHandler as makeOutboxPublish } from "#functions/outbox-publish/handler.ts";
import { outboxSweep } from "#functions/outbox-sweep/function.ts";
import { makeHandler as makeOutboxSweep } from "#functions/outbox-sweep/handler.ts";
import { policyApi } from "#functions/policy-api/function.ts";
import { makeHandler as makePolicyApi } from "#functions/policy-api/handler.ts";
import { requestNotify } from "#functions/request-notify/function.ts";
import { makeHandler as makeRequestNotify } from "#functions/request-notify/handler.ts";
import { sweepPlan } from "#functions/sweep-plan/function.ts";
import { makeHandler as makeSweepPlan } from "#functions/sweep-plan/handler.ts";
import { sweepShardFunction as sweepShard } from "#functions/sweep-shard/function.ts";
import { makeHandler as makeSweepShard } from "#functions/sweep-shard/handler.ts";
import type { LocalFunction } from "#infra/local/local-function.ts";
import type { PlanePorts } from "#infra/local/plane-ports.ts";
import { EVERY_CONTRACT } from "#shared/contracts/http/every-contract.ts";
import { LOCAL_CONTRACTS } from "#shared/contracts/http/local.ts";
import { openApiOf } from "#shared/contracts/http/openapi.ts";

/** Every function of the plane: what it is, and its handler on local ports. */
export const FUNCTIONS: readonly LocalFunction<PlanePorts>[] = [
  { spec: accessApi, makeHandler: ({ access }) => makeAccessApi(access) },
  { spec: accessSweep, makeHandler: ({ access }) => makeAccessSweep(access) },
  {
    spec: apiDescribe,
    makeHandler: ({ platform }) =>
      makeApiDescribe({
        ...platform,
        describe: () => openApiOf([...EVERY_CONTRACT, ...LOCAL_CONTRACTS], platform.version),
      }),
  },
  { spec: auditApi, makeHandler: ({ platform }) => makeAuditApi(platform) },
  { spec: auditSeal, makeHandler: ({ audit }) => makeAuditSeal(audit) },
  { spec: catalogApi, makeHandler: ({ catalog }) => makeCatalogApi(catalog) },
  { spec: catalogSweep, makeHandler: ({ catalog }) => makeCatalogSweep(catalog) },
  { spec: changeNotify, makeHandler: ({ changeNotify: ports }) => makeChangeNotify(ports) },
  { spec: costApi, makeHandler: ({ cost }) => makeCostApi(cost) },
  { spec: costExplore, makeHandler: ({ cost }) => makeCostExplore(cost) },
  { spec: costImportApi, makeHandler: ({ cost }) => makeCostImportApi(cost) },
  { spec: costIngest, makeHandler: ({ cost }) => makeCostIngest(cost) },
  { spec: costReport, makeHandler: ({ cost }) => makeCostReport(cost) },
  { spec: enforcementSweep, makeHandler: ({ policy }) => makeEnforcementSweep(policy) },
  { spec: eventEnforce, makeHandler: ({ policy }) => makeEventEnforce(policy) },
  { spec: findingDigest, makeHandler: ({ notify }) => makeFindingDigest(notify) },
  { spec: findingNotify, makeHandler: ({ notify }) => makeFindingNotify(notify) },
  { spec: grantConverge, makeHandler: ({ access }) => makeGrantConverge(access) },
  { spec: grantReconcile, makeHandler: ({ access }) => makeGrantReconcile(access) },
  { spec: healthRead, makeHandler: ({ platform }) => makeHealthRead(platform) },
  { spec: organizationRead, makeHandler: ({ organization }) => makeOrganizationRead(organization) },
  { spec: outboxPublish, makeHandler: ({ platform }) => makeOutboxPublish(platform) },
  { spec: outboxSweep, makeHandler: ({ platform }) => makeOutboxSweep(platform) },
  { spec: policyApi, makeHandler: ({ policy }) => makePolicyApi(policy) },
  { spec: requestNotify, makeHandler: ({ access }) => makeRequestNotify(access) },
  { spec: sweepPlan, makeHandler: ({ policy }) => makeSweepPlan(policy) },
  { spec: sweepShard, makeHandler: ({ policy }) => makeSweepShard(policy) },
];
