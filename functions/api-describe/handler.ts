import { getOpenApi } from "#shared/contracts/http/openapi-contract.ts";
import type { JsonObject } from "#shared/kernel/json.ts";
import { type HttpDeps, httpHandler, route } from "#shared/runtime/http.ts";

export type ApiDescribeDeps = HttpDeps & {
  /** What this host answers, generated from the contracts that the routes themselves are checked by. */
  readonly describe: () => JsonObject;
};

/** GET /v1/openapi.json */
export const makeHandler = ({ describe, ...deps }: ApiDescribeDeps) =>
  httpHandler([route(getOpenApi, async () => ({ status: 200, body: describe() }))], deps);
