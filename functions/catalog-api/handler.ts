import type { PlanEffectDeps } from "#functions/catalog-api/plan-effects.ts";
import { accessTableRoute } from "#functions/catalog-api/routes/get-access-table.ts";
import { documentRoute } from "#functions/catalog-api/routes/get-document.ts";
import { makePlanRoute } from "#functions/catalog-api/routes/make-plan.ts";
import { type PutPeopleDeps, putPeopleRoute } from "#functions/catalog-api/routes/put-people.ts";
import { readThingsRoutes } from "#functions/catalog-api/routes/read-things.ts";
import { settlePlanRoutes } from "#functions/catalog-api/routes/settle-plan.ts";
import type { PlanDeskDeps } from "#shared/catalog/plan-desk.ts";
import { httpHandler } from "#shared/runtime/http.ts";

/** /v1/catalog/…: what is governed, who decides, and how that changes. */
export const makeHandler = (deps: PlanDeskDeps & PutPeopleDeps & PlanEffectDeps) =>
  httpHandler(
    [
      ...readThingsRoutes(deps),
      accessTableRoute(deps),
      documentRoute(deps),
      makePlanRoute(deps),
      ...settlePlanRoutes(deps),
      putPeopleRoute(deps),
    ],
    deps,
  );
