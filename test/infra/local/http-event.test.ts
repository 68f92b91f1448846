import type { IncomingMessage } from "node:http";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { headersOf, httpEventOf, matchPath } from "#infra/local/http-event.ts";
import type { RouteSpec } from "#shared/runtime/function.ts";

const eventOf = (target: string, body = "") =>
  httpEventOf(
    {
      method: "GET",
      url: new URL(target, "http://127.0.0.1:4400"),
      headers: {},
      body: Buffer.from(body),
      requestId: "r-1",
    },
    {},
  );

describe("an event of a request", () => {
  test.each<{ because: string; target: string; query: Readonly<Record<string, string>> | undefined }>([
    { because: "no query", target: "/v1/findings", query: undefined },
    { because: "one value", target: "/v1/findings?shelf=OPEN", query: { shelf: "OPEN" } },
    { because: "one name twice is both, as API Gateway has it", target: "/x?a=1&a=2&b=3", query: { a: "1,2", b: "3" } },
    { because: "an empty value is a value", target: "/x?a=", query: { a: "" } },
    { because: "percent and plus are decoded", target: "/x?a=%C3%BC+b%2Bc", query: { a: "ü b+c" } },
    { because: "the name of a prototype is a name", target: "/x?constructor=1", query: { constructor: "1" } },
  ])("has the query as $query: $because", ({ target, query }) => {
    expect(eventOf(target).queryStringParameters).toEqual(query);
  });

  test("keeps __proto__ as a parameter of its own and changes no object", () => {
    const query = eventOf("/x?__proto__=1").queryStringParameters ?? {};
    expect(Object.keys(query)).toEqual(["__proto__"]);
    expect(Object.getPrototypeOf(query)).toBe(Object.prototype);
  });

  test("has a body in base64 that is the bytes as sent, and none where none was", () => {
    const { body, isBase64Encoded } = eventOf("/x", "\u0000ü");
    expect([isBase64Encoded, Buffer.from(body ?? "", "base64").toString()]).toEqual([true, "\u0000ü"]);
    expect(eventOf("/x").body).toBeUndefined();
  });

  test("has no claims that nobody verified", () => {
    expect(eventOf("/x").requestContext.authorizer).toBeUndefined();
  });
});

test("a repeated header is one, joined by a comma; names are in lower case", () => {
  const request = { headers: { "set-cookie": ["a=1", "b=2"], accept: "text/html", host: undefined } };
  expect(headersOf(request as Partial<IncomingMessage> as IncomingMessage)).toEqual({
    "set-cookie": "a=1,b=2",
    accept: "text/html",
    host: "",
  });
});

const routeOf = (path: RouteSpec["path"]): RouteSpec => ({ method: "GET", path });

describe("a path of a route's form", () => {
  test.each<{ because: string; route: RouteSpec["path"]; path: string; params: unknown }>([
    { because: "the same", route: "/v1/findings", path: "/v1/findings", params: {} },
    {
      because: "a parameter is a whole segment",
      route: "/v1/findings/{id}",
      path: "/v1/findings/F-1",
      params: { id: "F-1" },
    },
    {
      because: "left percent-encoded, as on API Gateway",
      route: "/v1/r/{arn}",
      path: "/v1/r/a%2Fb",
      params: { arn: "a%2Fb" },
    },
    { because: "an empty segment is no value", route: "/v1/findings/{id}", path: "/v1/findings/", params: undefined },
    { because: "a slash more is another path", route: "/v1/findings", path: "/v1/findings/", params: undefined },
    { because: "a segment more", route: "/v1/findings/{id}", path: "/v1/findings/F-1/undo", params: undefined },
    { because: "a segment less", route: "/v1/findings/{id}", path: "/v1/findings", params: undefined },
    { because: "another letter case is another path", route: "/v1/findings", path: "/V1/findings", params: undefined },
    { because: "a dot is a dot", route: "/v1/openapi.json", path: "/v1/openapixjson", params: undefined },
    { because: "two parameters", route: "/a/{x}/b/{y}", path: "/a/1/b/2", params: { x: "1", y: "2" } },
  ])("$path for $route gives $params: $because", ({ route, path, params }) => {
    expect(matchPath(routeOf(route), path)).toEqual(params);
  });

  test("whatever is put into a parameter, encoded, comes out of it, and nothing else matches", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: "grapheme" }), (id) => {
        const found = matchPath(routeOf("/v1/findings/{id}"), `/v1/findings/${encodeURIComponent(id)}`);
        expect(decodeURIComponent(found?.["id"] ?? "")).toBe(id);
      }),
    );
  });
});
