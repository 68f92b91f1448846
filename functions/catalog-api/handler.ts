import type { PlanEffectDeps } from "#functions/catalog-api/plan-effects.ts";
import { accessTableRoute } from "#functions/catalog-api/routes/get-access-table.ts";
import { documentRoute } from "#functions/catalog-api/routes/get-document.ts";
import { type PutPeopleDeps, putPeopleRoute } from "#functions/catalog-api/routes/put-people.ts";
import { readThingsRoutes } from "#functions/catalog-api/routes/read-things.ts";
import type { PlanDeskDeps } from "#shared/catalog/plan-desk.ts";
import {
  applyCatalogPlan,
  decideCatalogPlan,
  getCatalogPlan,
  listCatalogPlans,
  makeCatalogPlan,
} from "#shared/contracts/http/catalog-plans.ts";
import { httpHandler } from "#shared/runtime/http.ts";
import { lateRoutes } from "#shared/runtime/late-routes.ts";

/** /v1/catalog/…: what is governed, who decides, and how that changes: plans are loaded when one is asked for. */
export const makeHandler = (deps: PlanDeskDeps & PutPeopleDeps & PlanEffectDeps) =>
  httpHandler(
    [
      ...readThingsRoutes(deps),
      accessTableRoute(deps),
      documentRoute(deps),
      ...lateRoutes([makeCatalogPlan], async () => [
        (await import("#functions/catalog-api/routes/make-plan.ts")).makePlanRoute(deps),
      ]),
      ...lateRoutes([listCatalogPlans, getCatalogPlan, applyCatalogPlan, decideCatalogPlan], async () =>
        (await import("#functions/catalog-api/routes/settle-plan.ts")).settlePlanRoutes(deps),
      ),
      putPeopleRoute(deps),
    ],
    deps,
  );
