import type { IncomingMessage } from "node:http";
import type { HttpEvent } from "#shared/runtime/claims.ts";
import type { RouteSpec } from "#shared/runtime/function.ts";

/** What API Gateway's payload 2.0 carries of one request, filled from a Node request. */
export type HttpInput = {
  readonly method: string;
  readonly url: URL;
  readonly headers: { readonly [name: string]: string };
  readonly body: Buffer;
  readonly requestId: string;
  /** What the authoriser verified; absent without a valid token. */
  readonly claims?: { readonly [name: string]: unknown };
};

export function httpEventOf(input: HttpInput, pathParameters: { readonly [name: string]: string }): HttpEvent {
  const query = input.url.search === "" ? {} : queryOf(input.url.searchParams);
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath: input.url.pathname,
    rawQueryString: input.url.search.slice(1),
    headers: input.headers,
    ...(Object.keys(query).length === 0 ? {} : { queryStringParameters: query }),
    pathParameters: { ...pathParameters },
    ...(input.body.length === 0 ? {} : { body: input.body.toString("base64") }),
    isBase64Encoded: true,
    requestContext: {
      accountId: "local",
      apiId: "local",
      domainName: input.url.hostname,
      domainPrefix: "local",
      http: {
        method: input.method,
        path: input.url.pathname,
        protocol: "HTTP/1.1",
        sourceIp: "127.0.0.1",
        userAgent: input.headers["user-agent"] ?? "",
      },
      requestId: input.requestId,
      routeKey: "$default",
      stage: "$default",
      time: "",
      timeEpoch: 0,
      ...(input.claims === undefined ? {} : { authorizer: { jwt: { claims: input.claims } } }),
    },
  };
}

/** A parameter that is given twice has both values, joined by a comma, as API Gateway does: none is lost. */
function queryOf(params: URLSearchParams): { readonly [name: string]: string } {
  const values = Map.groupBy(params, ([name]) => name);
  return Object.fromEntries([...values].map(([name, pairs]) => [name, pairs.map(([, value]) => value).join(",")]));
}

/** Header names in lower case; a repeated header is joined by a comma, as API Gateway does. */
export const headersOf = (request: IncomingMessage): { readonly [name: string]: string } =>
  Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(",") : (value ?? ""),
    ]),
  );

/** The path parameters when `path` is of the route's form, still percent-encoded; else undefined. */
export const matchPath = (route: RouteSpec, path: string): { readonly [name: string]: string } | undefined =>
  matchSegments(route.path.split("/"), path.split("/"));

/** {@link matchPath} of a route's form and a path that are cut at their slashes, and have as many segments. */
export function matchSegments(
  wanted: readonly string[],
  found: readonly string[],
): { readonly [name: string]: string } | undefined {
  const params: { [name: string]: string } = {};
  if (wanted.length !== found.length) return undefined;
  for (let at = 0; at < wanted.length; at += 1) {
    const segment = wanted[at] ?? "";
    const given = found[at] ?? "";
    if (segment.startsWith("{") && given !== "") params[segment.slice(1, -1)] = given;
    else if (segment !== given) return undefined;
  }
  return params;
}
