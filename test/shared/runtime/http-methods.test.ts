import { describe, expect, test } from "vitest";
import * as z from "zod";
import { httpEventOf } from "#infra/local/http-event.ts";
import { silentLog } from "#shared/adapters/node/json-log.ts";
import type { RouteContract } from "#shared/contracts/http/route.ts";
import type { HttpEvent } from "#shared/runtime/claims.ts";
import { claimsOf } from "#shared/runtime/claims.ts";
import { httpHandler, route } from "#shared/runtime/http.ts";
import type { HttpAnswer } from "#shared/runtime/http-answer.ts";

const open = (method: RouteContract["method"], path: RouteContract["path"]) =>
  ({
    method,
    path,
    operation: "any",
    summary: "Any",
    open: true,
    answers: { 200: z.unknown() },
  }) satisfies RouteContract;

const answers = (answer: HttpAnswer) => async () => answer;

const handler = httpHandler(
  [
    route(open("GET", "/v1/things/{id}"), answers({ status: 200, body: { is: "a thing" } })),
    route(open("DELETE", "/v1/things/{id}"), answers({ status: 204 })),
    route(
      open("GET", "/v1/openapi.json"),
      answers({ status: 200, text: "{}", headers: { "content-type": "text/plain" } }),
    ),
  ],
  { identity: { callerOf: async () => undefined }, log: silentLog },
);

async function ask(method: string, path: string) {
  const url = new URL(path, "http://127.0.0.1");
  const event = httpEventOf({ method, url, headers: {}, body: Buffer.alloc(0), requestId: "r-1" }, {});
  const answer = await handler(event, {} as never, { signal: new AbortController().signal } as never);
  if (answer === undefined) throw new Error("no answer");
  return answer;
}

describe("a method that a path does not have", () => {
  test.each([
    { method: "POST", path: "/v1/things/T-1", allow: "GET, DELETE", because: "the path has two others" },
    { method: "HEAD", path: "/v1/things/T-1", allow: "GET, DELETE", because: "API Gateway answers no HEAD by a GET" },
    { method: "PUT", path: "/v1/openapi.json", allow: "GET", because: "the path has one" },
  ])("$method $path is a 405 that says what is allowed: $because", async ({ method, path, allow }) => {
    const { statusCode, headers, body } = await ask(method, path);
    expect([statusCode, headers?.["allow"]]).toEqual([405, allow]);
    expect(JSON.parse(body ?? "")).toMatchObject({
      status: 405,
      detail: `Cannot ${method} "${path}"`,
      requestId: "r-1",
    });
    expect(body).not.toContain('"allow"');
  });

  test.each([
    { path: "/v1/openapi-json", because: "a dot in a route is a dot" },
    { path: "/v1/things/", because: "an empty segment is no value" },
    { path: "/v1/things/T-1/more", because: "a segment more" },
    { path: "/v1/things", because: "a segment less" },
  ])("$path is a 404, of whatever method: $because", async ({ path }) => {
    for (const method of ["GET", "POST"]) {
      const { statusCode, headers } = await ask(method, path);
      expect([statusCode, headers?.["allow"]]).toEqual([404, undefined]);
    }
  });
});

describe("an answer", () => {
  test("is never stored by anybody, nor taken for another type than it says", async () => {
    for (const path of ["/v1/things/T-1", "/v1/openapi.json", "/v1/nothing"]) {
      const { headers } = await ask("GET", path);
      expect(headers).toMatchObject({ "cache-control": "no-store", "x-content-type-options": "nosniff" });
    }
  });

  test("of text is that text under its own type; of nothing has no body and no type", async () => {
    expect(await ask("GET", "/v1/openapi.json")).toMatchObject({
      body: "{}",
      headers: { "content-type": "text/plain" },
    });
    const gone = await ask("DELETE", "/v1/things/T-1");
    expect([gone.statusCode, gone.body, gone.headers?.["content-type"]]).toEqual([204, undefined, undefined]);
  });
});

describe("who a token names", () => {
  const claimed = (claims: Readonly<Record<string, unknown>> | undefined) =>
    claimsOf({ requestContext: claims === undefined ? {} : { authorizer: { jwt: { claims } } } } as HttpEvent);

  test.each([
    { because: "no token was verified", claims: undefined, who: undefined },
    { because: "a token without a subject names nobody", claims: { iat: "7" }, who: undefined },
    { because: "an empty subject names nobody", claims: { sub: "" }, who: undefined },
    { because: "a subject is a text", claims: { sub: 7 }, who: undefined },
    {
      because: "numbers come as text",
      claims: { sub: "ada", auth_time: "5" },
      who: { subject: "ada", signedInAt: 5, groups: [] },
    },
    {
      because: "without a sign-in, the token's own age",
      claims: { sub: "ada", iat: 9 },
      who: { subject: "ada", signedInAt: 9, groups: [] },
    },
    { because: "without either: long ago", claims: { sub: "ada" }, who: { subject: "ada", signedInAt: 0, groups: [] } },
    {
      because: "a time that is none: long ago",
      claims: { sub: "ada", auth_time: "soon" },
      who: { subject: "ada", signedInAt: 0, groups: [] },
    },
    {
      because: "groups of a provider, as API Gateway passes a list",
      claims: { sub: "ada", auth_time: "5", groups: "[00g1 00g2]" },
      who: { subject: "ada", signedInAt: 5, groups: ["00g1", "00g2"] },
    },
    {
      because: "groups as a list; what is no text is none",
      claims: { sub: "ada", auth_time: "5", groups: ["00g1", 7] },
      who: { subject: "ada", signedInAt: 5, groups: ["00g1"] },
    },
    {
      because: "endless is no time",
      claims: { sub: "ada", auth_time: "Infinity" },
      who: { subject: "ada", signedInAt: 0, groups: [] },
    },
  ])("$who: $because", ({ claims, who }) => {
    expect(claimed(claims)).toEqual(who);
  });
});
