import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import * as z from "zod";
import { httpEventOf } from "#infra/local/http-event.ts";
import { silentLog } from "#shared/adapters/node/json-log.ts";
import type { RouteContract } from "#shared/contracts/http/route.ts";
import { BODY_LIMIT } from "#shared/contracts/http/route.ts";
import { Contention } from "#shared/kernel/contention.ts";
import { groupName, personId } from "#shared/kernel/ids.ts";
import type { Identity } from "#shared/runtime/caller.ts";
import type { EpochSeconds } from "#shared/runtime/claims.ts";
import { httpHandler, route } from "#shared/runtime/http.ts";
import { revisionOf } from "#shared/runtime/http-input.ts";
import { Problem } from "#shared/runtime/problem.ts";
import { type Cause, currentCause } from "#shared/storage/cause.ts";

const identity: Identity = {
  callerOf: async ({ subject }) =>
    subject === "ada"
      ? {
          person: personId("ada"),
          name: "Ada",
          groups: [groupName("all-data")],
          roles: ["requester"],
          signedInAt: 0 as EpochSeconds,
        }
      : undefined,
};

const postThing = {
  method: "POST",
  path: "/v1/things/{id}",
  operation: "postThing",
  summary: "Change a thing",
  params: z.strictObject({ id: z.string().regex(/^T-\d+$/, 'write "T-" and a number') }),
  query: z.strictObject({ dry: z.enum(["yes", "no"]).optional() }),
  body: z.strictObject({ name: z.string().min(1, "a name has at least one character"), size: z.int().optional() }),
  headers: { "if-match": "required", "idempotency-key": "optional" },
  answers: { 200: z.unknown() },
} as const satisfies RouteContract;

const getSecret = {
  method: "GET",
  path: "/v1/secret",
  operation: "getSecret",
  summary: "Read the secret",
  roles: ["security"],
  answers: { 200: z.unknown() },
} as const satisfies RouteContract;

const getOpen = {
  method: "GET",
  path: "/v1/open",
  operation: "getOpen",
  summary: "Read",
  open: true,
  answers: { 200: z.unknown() },
} as const satisfies RouteContract;

const getContended = {
  ...getOpen,
  path: "/v1/contended",
  operation: "getContended",
} as const satisfies RouteContract;

const workedFor: (Cause | undefined)[] = [];

const handler = httpHandler(
  [
    route(postThing, async ({ params, query, body, caller }) => {
      workedFor.push(currentCause());
      return { status: 200, body: { id: params.id, ...query, name: body.name, by: caller.person } };
    }),
    route(getSecret, async () => ({ status: 200, body: {} })),
    route(getOpen, async () => {
      throw new Error("the database password is hunter2");
    }),
    route(getContended, async () => {
      throw new Contention("Cannot change rows that moved 25 times in a row");
    }),
  ],
  { identity, log: silentLog },
);

type Call = {
  readonly method?: string;
  readonly path?: string;
  readonly body?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  readonly subject?: string;
};

async function call({
  method = "POST",
  path = "/v1/things/T-1",
  body = '{"name":"x"}',
  headers = {},
  subject = "ada",
}: Call) {
  const url = new URL(path, "http://127.0.0.1");
  const event = httpEventOf(
    {
      method,
      url,
      headers: { "content-type": "application/json", "if-match": '"1"', ...headers },
      body: Buffer.from(body),
      requestId: "req-1",
      ...(subject === "" ? {} : { claims: { sub: subject, auth_time: "5" } }),
    },
    url.pathname.startsWith("/v1/things/") ? { id: url.pathname.slice(11) } : {},
  );
  const answer = await handler(event, {} as never, { signal: new AbortController().signal } as never);
  if (answer === undefined) throw new Error("no answer");
  return { status: answer.statusCode ?? 0, body: JSON.parse(answer.body ?? "null") as Record<string, unknown> };
}

describe("a route", () => {
  const XRAY = "Root=1-67891233-abcdef012345678912345678;Parent=53995c3f42cd8ad8;Sampled=1";

  test.each([
    { header: undefined, expected: { request: "req-1" }, why: "by its id" },
    { header: XRAY, expected: { request: "req-1", xray: XRAY }, why: "and by the trace that Lambda made for it" },
    { header: "no trace", expected: { request: "req-1" }, why: "whatever else stands there" },
  ])("works for its request, $why", async ({ header, expected }) => {
    vi.stubEnv("_X_AMZN_TRACE_ID", header);
    try {
      expect((await call({ path: "/v1/things/T-7" })).status).toBe(200);
      expect(workedFor.at(-1)).toEqual(expected);
      expect(currentCause()).toBeUndefined();
    } finally {
      vi.unstubAllEnvs();
    }
  });

  test("answers a call that is as its contract says", async () => {
    expect(await call({ path: "/v1/things/T-7?dry=yes" })).toEqual({
      status: 200,
      body: { id: "T-7", dry: "yes", name: "x", by: "ada" },
    });
  });

  test.each<{ because: string; call: Call; status: number; pointer?: string; says: string }>([
    { because: "an empty body", call: { body: "" }, status: 400, pointer: "/", says: "it is empty" },
    { because: "broken JSON", call: { body: '{"name":' }, status: 400, pointer: "/", says: "as JSON" },
    {
      because: "not UTF-8",
      call: { body: Buffer.from([0x22, 0xff, 0x22]) },
      status: 400,
      pointer: "/",
      says: "not UTF-8",
    },
    {
      because: "UTF-16",
      call: { body: Buffer.from('{"name":"x"}', "utf16le") },
      status: 400,
      pointer: "/",
      says: "as JSON",
    },
    {
      because: "another content type",
      call: { headers: { "content-type": "text/xml" } },
      status: 415,
      says: '"text/xml"',
    },
    {
      because: "a body too large",
      call: { body: `{"name":"${"x".repeat(BODY_LIMIT)}"}` },
      status: 413,
      says: "at most",
    },
    {
      because: "a misspelt field",
      call: { body: '{"name":"x","sise":1}' },
      status: 422,
      pointer: "/sise",
      says: "sise",
    },
    {
      because: "a wrong value",
      call: { body: '{"name":""}' },
      status: 422,
      pointer: "/name",
      says: "at least one character",
    },
    {
      because: "a prototype key",
      call: { body: '{"name":"x","__proto__":{"admin":true}}' },
      status: 422,
      says: '"__proto__" is no field of anything',
    },
    {
      because: "a prototype key written by an escape",
      call: { body: '{"name":"x","\\u005f_proto__":{"admin":true}}' },
      status: 422,
      says: '"__proto__" is no field of anything',
    },
    {
      because: "lists within each other beyond what is walked, in a member that is otherwise right",
      call: { body: `{"name":"x","more":${"[".repeat(101)}${"]".repeat(101)}}` },
      status: 422,
      pointer: "/",
      says: "nested deeper than 100 levels",
    },
    {
      because: "a field that stands twice, of which only the last is right",
      call: { body: '{"name":7,"name":"x"}' },
      status: 422,
      pointer: "/name",
      says: "stands twice",
    },
    {
      because: "a field that stands twice within, once written by an escape",
      call: { body: '{"name":"x","more":[{"a":1},{"a":1,"\\u0061":2}]}' },
      status: 422,
      pointer: "/more/1/a",
      says: "stands twice",
    },
    {
      because: "a wrong id",
      call: { path: "/v1/things/7" },
      status: 404,
      pointer: "path:id",
      says: '"T-" and a number',
    },
    { because: "a path that is not text", call: { path: "/v1/things/%ff" }, status: 400, says: "percent-encoded" },
    { because: "a misspelt query", call: { path: "/v1/things/T-1?drie=yes" }, status: 400, says: "drie" },
    {
      because: "no revision",
      call: { headers: { "if-match": "" } },
      status: 428,
      pointer: "header:If-Match",
      says: "revision",
    },
    {
      because: "an idempotency key with spaces",
      call: { headers: { "idempotency-key": "a b" } },
      status: 400,
      says: "visible ASCII",
    },
    { because: "no token", call: { subject: "" }, status: 401, says: "no valid token" },
    {
      because: "a person the directory does not know",
      call: { subject: "mallory" },
      status: 403,
      says: "no active person",
    },
    {
      because: "a role one does not have",
      call: { method: "GET", path: "/v1/secret" },
      status: 403,
      says: "security only",
    },
    { because: "an unknown path", call: { path: "/v1/nothing" }, status: 404, says: "Cannot find" },
    { because: "another method", call: { method: "DELETE", path: "/v1/secret" }, status: 405, says: "Cannot DELETE" },
  ])("refuses $because", async ({ call: made, status, pointer, says }) => {
    const answer = await call(made);
    expect(answer.status).toBe(status);
    expect(answer.body["status"]).toBe(status);
    expect(answer.body["detail"]).toContain(says);
    expect(answer.body["requestId"]).toBe("req-1");
    if (pointer !== undefined) expect(answer.body["pointer"]).toBe(pointer);
  });

  test("a fault of ours is a 500 that tells nothing of the inside", async () => {
    const answer = await call({ method: "GET", path: "/v1/open", body: "" });
    expect(answer.status).toBe(500);
    expect(JSON.stringify(answer.body)).not.toContain("hunter2");
  });

  test("what is given up because others keep changing it is a 503 that says so", async () => {
    const answer = await call({ method: "GET", path: "/v1/contended", body: "" });
    expect(answer.status).toBe(503);
    expect(answer.body).toMatchObject({
      detail: "Cannot do it now: others keep changing it",
      remedy: "Try again; nothing was half done",
    });
  });

  test("no body whatsoever is a 500", async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((each) => Buffer.from(each)),
      fc.json().map((text) => Buffer.from(text)),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (body) => {
        expect((await call({ body })).status).toBeLessThan(500);
      }),
      { numRuns: 300 },
    );
  });
});

describe("the revision in If-Match", () => {
  test.each([
    { header: '"3"', revision: 3 },
    { header: "12", revision: 12 },
    { header: 'W/"4"', revision: 4 },
  ])("$header is $revision", ({ header, revision }) => {
    expect(revisionOf(header)).toBe(revision);
  });

  test.each(["", "*", '"0"', "-1", '"abc"', "1e3", undefined])("%s is refused", (header) => {
    expect(() => revisionOf(header)).toThrow(Problem);
  });
});
