import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EVERY_CONTRACT } from "#shared/contracts/http/every-contract.ts";
import { LOCAL_CONTRACTS } from "#shared/contracts/http/local.ts";
import { BODY_LIMIT, type RouteContract } from "#shared/contracts/http/route.ts";
import { bearer, JSON_TYPE } from "#test/support/api/call.ts";
import { type Judge, judgeOf } from "#test/support/api/judged-call.ts";
import { bodyOf, filledPath, paramsOf } from "#test/support/api/made-up.ts";
import { type StateWatch, watchState } from "#test/support/api/state-dump.ts";
import { type RunningTestPlane, runningPlane } from "#test/support/running-plane.ts";

const CONTRACTS = [...EVERY_CONTRACT, ...LOCAL_CONTRACTS];

let plane: RunningTestPlane;
let state: StateWatch;
let operator: string;
let judge: Judge;

beforeAll(async () => {
  plane = await runningPlane({ still: true });
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

type Headers = { readonly [name: string]: string };
type Body = { readonly because: string; readonly body: string | Buffer; readonly more?: Headers };

const deep = (levels: number, [open, close]: readonly [string, string]): string =>
  `${open.repeat(levels)}1${close.repeat(levels)}`;

const BODIES: readonly Body[] = [
  { because: "nothing at all", body: "" },
  { because: "no JSON", body: "{not json" },
  { because: "a body of another form", body: "a=1&b=2", more: { "content-type": "application/x-www-form-urlencoded" } },
  { because: "a content type that is none", body: "{}", more: { "content-type": "\u00ff;;;=" } },
  {
    because: "a coding we do not speak",
    body: Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]),
    more: { "content-encoding": "gzip" },
  },
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

type Spoilt = {
  readonly because: string;
  readonly spoil: (right: string) => string | Buffer;
  readonly more?: Headers;
  readonly status: number;
  readonly says: string;
};

/** One more member behind those that are right. */
const withMember = (right: string, member: string): string =>
  right === "{}" ? `{${member}}` : `${right.slice(0, -1)},${member}}`;

/** One thing wrong in a body that the contract would take: nothing but that can be what refuses it. */
const SPOILT: readonly Spoilt[] = [
  {
    because: "a byte that is no UTF-8",
    spoil: (right) => Buffer.concat([Buffer.from(right.slice(0, -1)), Buffer.from([0x20, 0xff]), Buffer.from("}")]),
    status: 400,
    says: "it is not UTF-8",
  },
  { because: "UTF-16", spoil: (right) => Buffer.from(right, "utf16le"), status: 400, says: "the body" },
  {
    because: "another content type",
    spoil: (right) => right,
    more: { "content-type": "application/x-www-form-urlencoded" },
    status: 415,
    says: "content type",
  },
  {
    because: "a prototype's key",
    spoil: (right) => withMember(right, '"__proto__":{"admin":true}'),
    status: 422,
    says: "is no field of anything",
  },
  { because: "a misspelt field", spoil: (right) => withMember(right, '"nmae":1'), status: 422, says: "nmae" },
  {
    because: "lists 101 deep",
    spoil: (right) => withMember(right, `"more":${deep(101, ["[", "]"])}`),
    status: 422,
    says: "nested deeper than 100 levels",
  },
  { because: "an end too early", spoil: (right) => right.slice(0, -1), status: 400, says: "as JSON" },
];

const MARK = "\u{10ffff}";

/** What a member can be that it must not be, as JSON text. */
const MEMBERS: readonly { readonly because: string; readonly json: string }[] = [
  { because: "a number", json: "-1" },
  { because: "a number beyond all", json: "1e999" },
  { because: "a number as text", json: '"0x10"' },
  { because: "null", json: "null" },
  { because: "very long text", json: JSON.stringify("x".repeat(100_000)) },
  { because: "control characters and NUL", json: '"\\u0000\\u001b[2J\\u0007"' },
  { because: "half a surrogate pair", json: '"\\ud800"' },
  { because: "text that climbs folders", json: '"../../../../etc/passwd"' },
  { because: "markup and a formula", json: JSON.stringify("=cmd|'/C calc'!A0<script>alert(1)</script>") },
  { because: "a name that every object has", json: '"constructor"' },
  { because: "lists 10,000 deep", json: deep(10_000, ["[", "]"]) },
  { because: "objects 2,000 deep, which can be read but not walked", json: deep(2_000, ['{"a":', "}"]) },
  { because: "lists 101 deep", json: deep(101, ["[", "]"]) },
  { because: "an object of names that every object has", json: '{"toString":1,"hasOwnProperty":"x","constructor":{}}' },
  { because: "a list of 10,000", json: JSON.stringify(Array.from({ length: 10_000 }, () => ({}))) },
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
  const good = { path: filledPath(contract.path, paramsOf(contract)), headers: HEADERS };

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
  const path = filledPath(contract.path, paramsOf(contract));
  const headers = () => ({ ...HEADERS, ...JSON_TYPE, ...bearer(operator) });
  const refusedWhole = async (body: string | Buffer, more: Headers = {}) => {
    const made = await judge.call(
      { method: contract.method, path, body, headers: { ...headers(), ...more } },
      contract,
    );
    expect(made.status).toBeGreaterThanOrEqual(400);
  };

  test.each(BODIES)("is refused whole: $because", async ({ body, more }) => {
    await refusedWhole(body, more);
    expect(refused()).toEqual([]);
  });

  test.each(SPOILT)(
    "is refused for that alone when it is right but for $because",
    async ({ spoil, more, status, says }) => {
      const right = JSON.stringify(bodyOf(contract));
      const body = spoil(right);
      const made = await judge.call(
        { method: contract.method, path, body, headers: { ...headers(), ...more } },
        contract,
      );
      expect(made.status).toBe(status);
      expect(made.text).toContain(says);
      expect(refused()).toEqual([]);
    },
  );

  test("is not read when it is larger than the route's own limit", async () => {
    const limit = contract.bodyLimit ?? BODY_LIMIT;
    const body = `{"a":"${"x".repeat(limit)}"}`;
    const made = await judge.call({ method: contract.method, path, body, headers: headers() }, contract);
    expect(made.status).toBe(413);
    expect(refused()).toEqual([]);
  });

  test("is refused whole when a name stands twice in it, though either alone is right", async () => {
    const [member] = Object.entries(bodyOf(contract)).map(([key, value]) => `"${key}":${JSON.stringify(value)}`);
    const body = `{${member ?? '"a":1'},${member ?? '"a":1'}}`;
    const made = await judge.call({ method: contract.method, path, body, headers: headers() }, contract);
    expect(made.status).toBe(422);
    expect(refused()).toEqual([]);
  });

  test("is refused whole when a member is what it must not be", async () => {
    const good = bodyOf(contract);
    for (const name of Object.keys((contract.body as { shape?: object }).shape ?? {})) {
      for (const { because, json } of MEMBERS) {
        const members = Object.entries({ ...good, [name]: MARK }).map(
          ([key, value]) => `"${key}":${JSON.stringify(value)}`,
        );
        const body = `{${members.join(",")}}`.replace(JSON.stringify(MARK), () => json);
        const made = await judge.call({ method: contract.method, path, body, headers: headers() }, contract);
        expect(made.status, `${name} with ${because}`).toBeLessThan(500);
      }
    }
    expect(refused()).toEqual([]);
  });
});
