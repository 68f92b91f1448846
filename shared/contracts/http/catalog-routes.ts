import {
  getAccessTable,
  getDataset,
  getDocument,
  getTeam,
  getWorkload,
  listDatasets,
  listTeams,
  listWorkloads,
} from "#shared/contracts/http/catalog.ts";
import {
  applyCatalogPlan,
  decideCatalogPlan,
  getCatalogPlan,
  listCatalogPlans,
  makeCatalogPlan,
} from "#shared/contracts/http/catalog-plans.ts";
import { putPeople } from "#shared/contracts/http/people.ts";
import type { RouteContract } from "#shared/contracts/http/route.ts";

/** Every route of the catalogue and of the directory. */
export const CATALOG_ROUTES: readonly RouteContract[] = [
  listDatasets,
  getDataset,
  listWorkloads,
  getWorkload,
  listTeams,
  getTeam,
  getAccessTable,
  getDocument,
  makeCatalogPlan,
  listCatalogPlans,
  getCatalogPlan,
  applyCatalogPlan,
  decideCatalogPlan,
  putPeople,
];
