import { type ListEventsDeps, listEventsRoute } from "#functions/audit-api/routes/list-events.ts";
import { listSealsRoute } from "#functions/audit-api/routes/list-seals.ts";
import type { SealStore } from "#shared/audit/ports.ts";
import { type HttpDeps, httpHandler } from "#shared/runtime/http.ts";

/** GET /v1/audit/…: the log and its seals. */
export const makeHandler = (deps: HttpDeps & ListEventsDeps & { readonly seals: SealStore }) =>
  httpHandler([listEventsRoute(deps), listSealsRoute(deps)], deps);
