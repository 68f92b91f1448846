import { accessApi } from "#functions/access-api/function.ts";
import { accessSweep } from "#functions/access-sweep/function.ts";
import { apiDescribe } from "#functions/api-describe/function.ts";
import { auditApi } from "#functions/audit-api/function.ts";
import { auditSeal } from "#functions/audit-seal/function.ts";
import { catalogApi } from "#functions/catalog-api/function.ts";
import { catalogSweep } from "#functions/catalog-sweep/function.ts";
import { changeNotify } from "#functions/change-notify/function.ts";
import { costApi } from "#functions/cost-api/function.ts";
import { costExplore } from "#functions/cost-explore/function.ts";
import { costImportApi } from "#functions/cost-import-api/function.ts";
import { costIngest } from "#functions/cost-ingest/function.ts";
import { costReport } from "#functions/cost-report/function.ts";
import { enforcementSweep } from "#functions/enforcement-sweep/function.ts";
import { eventEnforce } from "#functions/event-enforce/function.ts";
import { findingDigest } from "#functions/finding-digest/function.ts";
import { findingNotify } from "#functions/finding-notify/function.ts";
import { grantConverge } from "#functions/grant-converge/function.ts";
import { grantReconcile } from "#functions/grant-reconcile/function.ts";
import { healthRead } from "#functions/health-read/function.ts";
import { organizationRead } from "#functions/organization-read/function.ts";
import { outboxPublish } from "#functions/outbox-publish/function.ts";
import { outboxSweep } from "#functions/outbox-sweep/function.ts";
import { policyApi } from "#functions/policy-api/function.ts";
import { requestNotify } from "#functions/request-notify/function.ts";
import { sweepPlan } from "#functions/sweep-plan/function.ts";
import { sweepShardFunction as sweepShard } from "#functions/sweep-shard/function.ts";
import type { FunctionSpec } from "#shared/runtime/function.ts";

/** Every function of the plane, as the cloud deploys it; a test holds the list against the laptop's. */
export const CLOUD_FUNCTIONS = [
  accessApi,
  accessSweep,
  apiDescribe,
  auditApi,
  auditSeal,
  catalogApi,
  catalogSweep,
  changeNotify,
  costApi,
  costExplore,
  costImportApi,
  costIngest,
  costReport,
  enforcementSweep,
  eventEnforce,
  findingDigest,
  findingNotify,
  grantConverge,
  grantReconcile,
  healthRead,
  organizationRead,
  outboxPublish,
  outboxSweep,
  policyApi,
  requestNotify,
  sweepPlan,
  sweepShard,
] as const satisfies readonly FunctionSpec[];

/** The names of all environment variables that some function reads. */
export type EnvName = keyof UnionToIntersection<(typeof CLOUD_FUNCTIONS)[number]["env"]["shape"]>;

type UnionToIntersection<Union> = (Union extends unknown ? (each: Union) => void : never) extends (
  all: infer Both,
) => void
  ? Both
  : never;
