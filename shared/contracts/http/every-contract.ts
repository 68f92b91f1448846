import { listAuditEvents, listAuditSeals } from "#shared/contracts/http/audit.ts";
import { CATALOG_ROUTES } from "#shared/contracts/http/catalog.ts";
import { getHealth } from "#shared/contracts/http/health.ts";
import { getOpenApi } from "#shared/contracts/http/openapi-contract.ts";
import type { RouteContract } from "#shared/contracts/http/route.ts";

/** Every route of the API, for its description. A test holds it against the function specs. */
export const EVERY_CONTRACT: readonly RouteContract[] = [
  getHealth,
  getOpenApi,
  listAuditEvents,
  listAuditSeals,
  ...CATALOG_ROUTES,
];
