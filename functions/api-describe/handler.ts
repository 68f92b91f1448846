import { EVERY_CONTRACT } from "#shared/contracts/http/every-contract.ts";
import { openApiOf } from "#shared/contracts/http/openapi.ts";
import { getOpenApi } from "#shared/contracts/http/openapi-contract.ts";
import type { RouteContract } from "#shared/contracts/http/route.ts";
import { type HttpDeps, httpHandler, route } from "#shared/runtime/http.ts";

export type ApiDescribeDeps = HttpDeps & {
  readonly version: string;
  /** What this host answers and no other. */
  readonly alsoHere: readonly RouteContract[];
};

/** GET /v1/openapi.json, generated from the contracts that the routes themselves are checked by. */
export const makeHandler = ({ version, alsoHere, ...deps }: ApiDescribeDeps) =>
  httpHandler(
    [route(getOpenApi, async () => ({ status: 200, body: openApiOf([...EVERY_CONTRACT, ...alsoHere], version) }))],
    deps,
  );
