import type { AccessApiDeps } from "#functions/access-api/deps.ts";
import { cancelRoute } from "#functions/access-api/routes/cancel-request.ts";
import { createRoute } from "#functions/access-api/routes/create-request.ts";
import { decideRoute } from "#functions/access-api/routes/decide-request.ts";
import { extendRoute } from "#functions/access-api/routes/extend-request.ts";
import { evidenceRoute } from "#functions/access-api/routes/get-evidence.ts";
import { getRequestRoute, requestEventsRoute, requestGrantsRoute } from "#functions/access-api/routes/get-request.ts";
import { giveBackRoute } from "#functions/access-api/routes/give-back-request.ts";
import { credentialsRoute } from "#functions/access-api/routes/issue-credentials.ts";
import { catalogRoute } from "#functions/access-api/routes/list-catalog.ts";
import { grantsRoute } from "#functions/access-api/routes/list-grants.ts";
import { listRequestsRoute } from "#functions/access-api/routes/list-requests.ts";
import { previewRoute } from "#functions/access-api/routes/preview-access.ts";
import { revokeRoute } from "#functions/access-api/routes/revoke-request.ts";
import { getFreezeRoute, putFreezeRoute } from "#functions/access-api/routes/turn-freeze.ts";
import { httpHandler } from "#shared/runtime/http.ts";
import { optimisticRoute } from "#shared/runtime/optimistic-route.ts";

/** /v1/access/…: one use case per route. Nothing here touches a governed account but the broker. */
export const makeHandler = (deps: AccessApiDeps) =>
  httpHandler(
    [
      catalogRoute(deps),
      previewRoute(deps),
      optimisticRoute(createRoute(deps)),
      listRequestsRoute(deps),
      getRequestRoute(deps),
      requestEventsRoute(deps),
      requestGrantsRoute(deps),
      optimisticRoute(decideRoute(deps)),
      cancelRoute(deps),
      extendRoute(deps),
      giveBackRoute(deps),
      revokeRoute(deps),
      credentialsRoute(deps),
      grantsRoute(deps),
      evidenceRoute(deps),
      getFreezeRoute(deps),
      putFreezeRoute(deps),
    ],
    deps,
  );
