import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { HandlerOf } from "#infra/local/deliveries.ts";
import { type HttpInput, httpEventOf, matchSegments } from "#infra/local/http-event.ts";
import { invoke } from "#infra/local/local-function.ts";
import type { FunctionSpec, RouteSpec } from "#shared/runtime/function.ts";

export type Api = (input: HttpInput) => Promise<APIGatewayProxyStructuredResultV2>;

type Reached = {
  readonly spec: FunctionSpec;
  readonly route: RouteSpec;
  readonly params: { readonly [name: string]: string };
};

/**
 * Sends a request to the function whose spec names its route, as API Gateway would. A known path
 * under another method goes to its function too, which answers 405.
 */
export function apiOf(specs: readonly FunctionSpec[], handlerOf: HandlerOf): Api {
  const routes = routesByLength(specs);
  return async (input) => {
    const found = input.url.pathname.split("/");
    const reached = (routes.get(found.length) ?? []).flatMap(({ spec, route, wanted }): readonly Reached[] => {
      const params = matchSegments(wanted, found);
      return params === undefined ? [] : [{ spec, route, params }];
    });
    // A literal segment is closer than a parameter, as on API Gateway.
    const byCloseness = reached.toSorted(
      (left, right) => Object.keys(left.params).length - Object.keys(right.params).length,
    );
    const best = byCloseness.find(({ route }) => route.method === input.method) ?? byCloseness[0];
    if (best === undefined) return unknownPath(input);
    const answer = await invoke(
      { spec: best.spec, handler: handlerOf(best.spec) },
      httpEventOf(input, best.params),
      input.requestId,
    );
    return answer as APIGatewayProxyStructuredResultV2;
  };
}

type Cut = Omit<Reached, "params"> & { readonly wanted: readonly string[] };

/** Cut into segments once, by how many there are: a request is compared with those of its own length only. */
function routesByLength(specs: readonly FunctionSpec[]): ReadonlyMap<number, readonly Cut[]> {
  const routes = specs.flatMap((spec) =>
    spec.triggers.flatMap((trigger) =>
      trigger.kind === "http" ? trigger.routes.map((route) => ({ spec, route, wanted: route.path.split("/") })) : [],
    ),
  );
  return Map.groupBy(routes, ({ wanted }) => wanted.length);
}

const unknownPath = ({ url, requestId }: HttpInput): APIGatewayProxyStructuredResultV2 => ({
  statusCode: 404,
  headers: { "content-type": "application/problem+json" },
  body: JSON.stringify({
    type: "about:blank",
    title: "Not found",
    status: 404,
    detail: `Cannot find "${url.pathname}"`,
    remedy: "GET /v1/openapi.json lists what there is",
    requestId,
  }),
});
