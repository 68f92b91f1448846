import * as access from "#shared/contracts/http/access.ts";
import { getAccessFreeze, putAccessFreeze } from "#shared/contracts/http/access-freeze.ts";
import { listAuditEvents, listAuditSeals } from "#shared/contracts/http/audit.ts";
import { CATALOG_ROUTES } from "#shared/contracts/http/catalog-routes.ts";
import { COST_REPORT_CONTRACTS } from "#shared/contracts/http/cost.ts";
import { createCostImport, getCostImport } from "#shared/contracts/http/cost-imports.ts";
import { FINDING_CONTRACTS } from "#shared/contracts/http/findings.ts";
import { getHealth } from "#shared/contracts/http/health.ts";
import { getOpenApi } from "#shared/contracts/http/openapi-contract.ts";
import { POLICY_CONTRACTS } from "#shared/contracts/http/policy.ts";
import type { RouteContract } from "#shared/contracts/http/route.ts";

/** Every route of the API on every host, for its description. A test holds it against the function specs. */
export const EVERY_CONTRACT: readonly RouteContract[] = [
  getHealth,
  getOpenApi,
  ...CATALOG_ROUTES,
  access.listAccessCatalog,
  access.previewAccess,
  access.createRequest,
  access.listRequests,
  access.getRequest,
  access.listRequestEvents,
  access.listRequestGrants,
  access.decideOnRequest,
  access.cancelRequestRoute,
  access.extendRequestRoute,
  access.giveBackRequest,
  access.revokeRequestRoute,
  access.listGrants,
  access.getGrantEvidence,
  access.issueGrantCredentials,
  getAccessFreeze,
  putAccessFreeze,
  ...FINDING_CONTRACTS,
  ...POLICY_CONTRACTS,
  createCostImport,
  getCostImport,
  ...COST_REPORT_CONTRACTS,
  listAuditEvents,
  listAuditSeals,
];
