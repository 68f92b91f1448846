import { EVERY_CONTRACT } from "#shared/contracts/http/every-contract.ts";
import { openApiOf } from "#shared/contracts/http/openapi.ts";
import { getOpenApi } from "#shared/contracts/http/openapi-contract.ts";
import { type HttpDeps, httpHandler, route } from "#shared/runtime/http.ts";

/** GET /v1/openapi.json, generated from the contracts that the routes themselves are checked by. */
export const makeHandler = (deps: HttpDeps & { readonly version: string }) =>
  httpHandler([route(getOpenApi, async () => ({ status: 200, body: openApiOf(EVERY_CONTRACT, deps.version) }))], deps);
