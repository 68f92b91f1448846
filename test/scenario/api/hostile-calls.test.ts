import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EVERY_CONTRACT } from "#shared/contracts/http/every-contract.ts";
import { LOCAL_CONTRACTS } from "#shared/contracts/http/local.ts";
import type { RouteContract } from "#shared/contracts/http/route.ts";
import { bearer, JSON_TYPE } from "#test/support/api/call.ts";
import { type Judge, judgeOf } from "#test/support/api/judged-call.ts";
import { type StateWatch, watchState } from "#test/support/api/state-dump.ts";
import { type RunningTestPlane, runningPlane } from "#test/support/running-plane.ts";

const CONTRACTS = [...EVERY_CONTRACT, ...LOCAL_CONTRACTS];

let plane: RunningTestPlane;
let state: StateWatch;
let operator: string;
let judge: Judge;

beforeAll(async () => {
  plane = await runningPlane();
  operator = await plane.tokenOf("finn.hale");
  await plane.settled();
  state = watchState(plane.home.stateFile);
  judge = judgeOf(plane.url, state);
});

afterAll(async () => {
  state.close();
  await plane.close();
});

/** A path of the route whose parameters are all `value`. */
const pathOf = (path: string, value: string): string => path.replaceAll(/\{[^}]+\}/g, value);

const HEADERS = { "if-match": '"1"', "idempotency-key": "a-key" } as const;

type Body = {
  readonly because: string;
  readonly body: string | Buffer;
  readonly type?: string;
  readonly coding?: string;
};

const deep = (levels: number, [open, close]: readonly [string, string]): string =>
  `${open.repeat(levels)}1${close.repeat(levels)}`;

const BODIES: readonly Body[] = [
  { because: "nothing at all", body: "" },
  { because: "no JSON", body: "{not json" },
  { because: "a body of another form", body: "a=1&b=2", type: "application/x-www-form-urlencoded" },
  { because: "a content type that is none", body: "{}", type: "\u00ff;;;=" },
  { because: "a coding we do not speak", body: Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]), coding: "gzip" },
  { because: "bytes that are no UTF-8", body: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]) },
  { because: "UTF-16", body: Buffer.from('{"a":1}', "utf16le") },
  { because: "null", body: "null" },
  { because: "a number", body: "1e999" },
  { because: "a list", body: "[]" },
  { because: "text", body: '"text"' },
  { because: "lists 10,000 deep", body: deep(10_000, ["[", "]"]) },
  { because: "objects 10,000 deep", body: deep(10_000, ['{"a":', "}"]) },
  { because: "2 MB", body: `{"a":"${"x".repeat(2 * 1024 * 1024)}"}` },
  { because: "a prototype's key", body: '{"__proto__":{"admin":true}}' },
  { because: "a prototype's key within", body: '{"a":[{"__proto__":1}]}' },
  { because: "a constructor", body: '{"constructor":{"prototype":{"admin":true}}}' },
  { because: "misspelt fields", body: '{"justifcation":"x","Person":"y"}' },
];

/** Members of every kind under the names that bodies have. */
const VALUES: readonly { readonly because: string; readonly value: unknown }[] = [
  { because: "numbers", value: -1 },
  { because: "numbers as text", value: "0x10" },
  { because: "very large numbers", value: 1e308 },
  { because: "very long text", value: "x".repeat(100_000) },
  { because: "control characters", value: "\u0000\u001b[2J\u0007\r\n" },
  { because: "half a surrogate pair", value: "\ud800" },
  { because: "text that climbs folders", value: "../../../../etc/passwd" },
  { because: "markup and a formula", value: "=cmd|'/C calc'!A0<script>alert(1)</script>" },
  { because: "null", value: null },
  { because: "lists", value: [[[]]] },
  { because: "objects", value: { toString: 1, hasOwnProperty: "x" } },
];

const SEGMENTS = [
  "..%2f..%2fetc%2fpasswd",
  "%00",
  "%ff%fe",
  "%",
  "%E0%A4%A",
  "__proto__",
  "constructor",
  "toString",
  "a%2Fb",
  "%F0%9F%99%82",
  "%0d%0aset-cookie:x=1",
  "x".repeat(3_000),
  "'%20OR%201=1--",
  "*",
  "%25",
];

const QUERIES = [
  "?__proto__=1",
  "?limit=-1&limit=99999999999999999999",
  "?limit=1e3&cursor=%00",
  "?cursor=AAAA",
  `?cursor=${Buffer.from('["a","b","c"]').toString("base64url")}`,
  `?cursor=${Buffer.from("[1,2,3]").toString("base64url")}`,
  "?state=OPEN&state=OPEN",
  "?state[]=x&state[a]=b",
  "?month=2026-13",
  "?month=9999-12",
  "?%ff=%ff",
  "?a=%zz",
  `?q=${"x".repeat(8_000)}`,
  "?&&&===",
];

const refused = () => judge.faults.splice(0);

const named = (contract: RouteContract) => ({ contract, name: `${contract.method} ${contract.path}` });

describe.each(CONTRACTS.map(named))("$name", ({ contract }) => {
  const good = { path: pathOf(contract.path, "x"), headers: HEADERS };

  test("answers nobody, and nobody's rubbish, with a refusal that says why", async () => {
    const made = await judge.call(
      { method: contract.method, ...good, ...(contract.body ? { body: "{}" } : {}) },
      contract,
    );
    if (contract.open !== true) expect(made.status).toBe(401);
    expect(refused()).toEqual([]);
  });

  test("takes no path, query or header for more than it is", async () => {
    const headers = { ...HEADERS, ...bearer(operator) };
    for (const segment of contract.path.includes("{") ? SEGMENTS : []) {
      await judge.call({ method: contract.method, path: pathOf(contract.path, segment), headers }, contract);
    }
    for (const query of QUERIES) {
      await judge.call({ method: contract.method, path: `${good.path}${query}`, headers }, contract);
    }
    for (const more of [
      { "if-match": "*" },
      { "if-match": '"0"' },
      { "if-match": `"${"9".repeat(40)}"` },
      { "idempotency-key": "x".repeat(5_000) },
      { "idempotency-key": "a b" },
      { accept: "text/html", "accept-language": "\u00ff" },
      { "x-http-method-override": "DELETE", "transfer-encoding": "identity" },
    ]) {
      await judge.call({ method: contract.method, path: good.path, headers: { ...headers, ...more } }, contract);
    }
    expect(refused()).toEqual([]);
  });

  test("knows no other method", async () => {
    const known = CONTRACTS.filter(({ path }) => path === contract.path).map(({ method }) => String(method));
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"]) {
      if (known.includes(method)) continue;
      const made = await judge.call({ method, path: good.path, headers: bearer(operator) });
      expect(made.status, method).toBe(405);
    }
    expect(refused()).toEqual([]);
  });
});

describe.each(CONTRACTS.filter(({ body }) => body !== undefined).map(named))("the body of $name", ({ contract }) => {
  test("is refused whole when it is none of its own", async () => {
    const path = pathOf(contract.path, "x");
    const names = Object.keys((contract.body as { shape?: object }).shape ?? {});
    for (const { body, type, coding } of BODIES) {
      const headers = { ...HEADERS, ...bearer(operator), "content-type": type ?? "application/json" };
      await judge.call(
        {
          method: contract.method,
          path,
          body,
          headers: coding === undefined ? headers : { ...headers, "content-encoding": coding },
        },
        contract,
      );
    }
    for (const { value } of VALUES) {
      const body = JSON.stringify(Object.fromEntries(names.map((name) => [name, value])));
      await judge.call(
        {
          method: contract.method,
          path,
          body,
          headers: { ...HEADERS, ...JSON_TYPE, ...bearer(operator) },
        },
        contract,
      );
    }
    expect(refused()).toEqual([]);
  });
});
