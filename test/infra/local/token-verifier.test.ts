import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import {
  calculateJwkThumbprint,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  type JWTPayload,
  SignJWT,
  UnsecuredJWT,
} from "jose";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { AUDIENCE } from "#infra/local/issuer.ts";
import { type Trust, tokenVerifier, trustByDiscovery } from "#infra/local/token-verifier.ts";
import { virtualClock } from "#shared/adapters/local/clocks.ts";
import { type Clock, epochMillis } from "#shared/kernel/time.ts";

/** 2026-11-23T09:00:00Z, in seconds. */
const NOW = 1_795_424_400;

type Keys = Awaited<ReturnType<typeof generateKeyPair>>;
let keys: Keys;
let others: Keys;
let server: Server;
let issuer: string;
let documents: { [path: string]: unknown };

beforeAll(async () => {
  keys = await generateKeyPair("RS256", { extractable: true });
  others = await generateKeyPair("RS256", { extractable: true });
  server = createServer((request, response) => {
    const document = documents[request.url ?? ""];
    response.writeHead(document === undefined ? 404 : 200, { "content-type": "application/json" });
    response.end(typeof document === "string" ? document : JSON.stringify(document ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const jwk = { ...(await exportJWK(keys.publicKey)), alg: "RS256", use: "sig" };
  documents = {
    "/.well-known/openid-configuration": { issuer, jwks_uri: `${issuer}/keys` },
    "/keys": { keys: [{ ...jwk, kid: await calculateJwkThumbprint(jwk) }] },
    "/liar/.well-known/openid-configuration": { issuer, jwks_uri: `${issuer}/keys` },
    "/vague/.well-known/openid-configuration": { issuer: `${issuer}/vague` },
    "/broken/.well-known/openid-configuration": "<html>",
    "/keyless/.well-known/openid-configuration": { issuer: `${issuer}/keyless`, jwks_uri: `${issuer}/none` },
  };
});

afterEach(() => void vi.useRealTimers());
afterAll(() => new Promise((resolve) => server.close(resolve)));

const CLAIMS = (): JWTPayload => ({ iss: issuer, aud: AUDIENCE, sub: "ada.berg", iat: NOW, exp: NOW + 3_600 });

const signed = (claims: JWTPayload, { key = keys.privateKey, alg = "RS256" } = {}) =>
  new SignJWT(claims).setProtectedHeader({ alg }).sign(key);

const clockAt = (seconds: number) => virtualClock(epochMillis(seconds * 1_000));

const verifierAt = async (seconds: number) =>
  tokenVerifier(await trustByDiscovery(issuer, { audience: AUDIENCE, clock: clockAt(seconds) }));

describe("trust in an issuer by its discovery", () => {
  test("takes a token of it, with all that it claims", async () => {
    const verify = await verifierAt(NOW);
    expect(await verify(`Bearer ${await signed(CLAIMS())}`)).toEqual({ kind: "claims", claims: CLAIMS() });
    expect(await verify(`bearer ${await signed(CLAIMS())}`)).toMatchObject({ kind: "claims" });
  });

  test.each<{ because: string; token: () => Promise<string>; says: string }>([
    {
      because: "another key signed it",
      token: () => signed(CLAIMS(), { key: others.privateKey }),
      says: "signature or form",
    },
    { because: "nobody signed it", token: async () => new UnsecuredJWT(CLAIMS()).encode(), says: "no bearer token" },
    {
      because: "nobody signed it, but it says so in three parts",
      token: async () => `${new UnsecuredJWT(CLAIMS()).encode()}c2ln`,
      says: "signature or form",
    },
    {
      because: "the public key served as a secret",
      token: async () =>
        new SignJWT(CLAIMS())
          .setProtectedHeader({ alg: "HS256" })
          .sign(new TextEncoder().encode(await exportSPKI(keys.publicKey))),
      says: "signature or form",
    },
    {
      because: "another RSA way",
      token: async () => {
        const pair = await generateKeyPair("PS256");
        return signed(CLAIMS(), { key: pair.privateKey, alg: "PS256" });
      },
      says: "signature or form",
    },
    {
      because: "another issuer",
      token: () => signed({ ...CLAIMS(), iss: "https://elsewhere.example" }),
      says: '"iss"',
    },
    { because: "another audience", token: () => signed({ ...CLAIMS(), aud: "another" }), says: '"aud"' },
    { because: "it has ended", token: () => signed({ ...CLAIMS(), exp: NOW - 6 }), says: "has ended" },
    { because: "it has not begun", token: () => signed({ ...CLAIMS(), nbf: NOW + 60 }), says: '"nbf"' },
    {
      because: "it never ends",
      token: () => {
        const { exp: _, ...rest } = CLAIMS();
        return signed(rest);
      },
      says: '"exp"',
    },
    {
      because: "it is about nobody",
      token: () => {
        const { sub: _, ...rest } = CLAIMS();
        return signed(rest);
      },
      says: '"sub"',
    },
    { because: "its end is text", token: () => signed({ ...CLAIMS(), exp: "tomorrow" as never }), says: "" },
  ])("refuses a token: $because", async ({ token, says }) => {
    const verify = await verifierAt(NOW);
    const outcome = await verify(`Bearer ${await token()}`);
    expect(outcome.kind).toBe("unverified");
    expect((outcome as { because: string }).because).toContain(says);
  });

  test("bad day: clock skew of a caller: five seconds between the clocks of issuer and plane are allowed, six are not", async () => {
    const early = `Bearer ${await signed({ ...CLAIMS(), nbf: NOW, exp: NOW + 60 })}`;
    expect(await (await verifierAt(NOW - 5))(early)).toMatchObject({ kind: "claims" });
    expect(await (await verifierAt(NOW - 6))(early)).toMatchObject({ kind: "unverified" });
    expect(await (await verifierAt(NOW + 64))(early)).toMatchObject({ kind: "claims" });
    expect(await (await verifierAt(NOW + 65))(early)).toMatchObject({ kind: "unverified" });
  });

  test("the plane's own clock ends a token", async () => {
    const token = `Bearer ${await signed(CLAIMS())}`;
    expect(await (await verifierAt(NOW + 3_600))(token)).toMatchObject({ kind: "claims" });
    expect(await (await verifierAt(NOW + 3_606))(token)).toMatchObject({ kind: "unverified" });
  });

  describe("which is remembered for some minutes", () => {
    const asked = { keys: 0 };
    const remembering = async (clock: Clock) => {
      const trust = await trustByDiscovery(issuer, { audience: AUDIENCE, clock });
      asked.keys = 0;
      const counted: Trust["keys"] = (...given) => {
        asked.keys += 1;
        return trust.keys(...given);
      };
      return tokenVerifier({ ...trust, keys: counted });
    };
    const at = (seconds: number) => epochMillis(seconds * 1_000);

    test("asks its key once in two minutes, and answers the same claims", async () => {
      const clock = clockAt(NOW);
      const verify = await remembering(clock);
      const token = `Bearer ${await signed(CLAIMS())}`;
      expect(await verify(token)).toEqual({ kind: "claims", claims: CLAIMS() });
      clock.set(epochMillis(NOW * 1_000 + 119_999));
      expect(await verify(token)).toEqual({ kind: "claims", claims: CLAIMS() });
      expect(asked.keys).toBe(1);
      clock.set(at(NOW + 120));
      expect(await verify(token)).toEqual({ kind: "claims", claims: CLAIMS() });
      expect(asked.keys).toBe(2);
    });

    test("refuses it when it has ended meanwhile, remembered or not", async () => {
      const clock = clockAt(NOW);
      const verify = await remembering(clock);
      const token = `Bearer ${await signed({ ...CLAIMS(), exp: NOW + 60 })}`;
      expect(await verify(token)).toMatchObject({ kind: "claims" });
      // Five seconds are allowed between the clocks of issuer and plane.
      clock.set(epochMillis((NOW + 65) * 1_000 - 1));
      expect(await verify(token)).toMatchObject({ kind: "claims" });
      expect(asked.keys).toBe(1);
      clock.set(at(NOW + 65));
      expect(await verify(token)).toMatchObject({ kind: "unverified", because: expect.stringContaining("has ended") });
    });

    test("refuses the same claims under another signature, and under none", async () => {
      const verify = await remembering(clockAt(NOW));
      const token = await signed(CLAIMS());
      expect(await verify(`Bearer ${token}`)).toMatchObject({ kind: "claims" });
      const [header, payload] = token.split(".");
      const [, , foreign] = (await signed(CLAIMS(), { key: others.privateKey })).split(".");
      for (const other of [`${header}.${payload}.${foreign}`, `${header}.${payload}.AA`, `${header}.${payload}.`]) {
        expect((await verify(`Bearer ${other}`)).kind, other).toBe("unverified");
      }
      expect(await verify(`Bearer ${token}`)).toMatchObject({ kind: "claims" });
    });

    test("refuses it within five minutes when its issuer has taken its key away", async () => {
      const clock = clockAt(NOW);
      vi.useFakeTimers({ toFake: ["Date"], now: NOW * 1_000 });
      const turn = (seconds: number) => {
        clock.set(at(NOW + seconds));
        vi.setSystemTime((NOW + seconds) * 1_000);
      };
      const had = documents["/keys"];
      const verify = await remembering(clock);
      const token = `Bearer ${await signed(CLAIMS())}`;
      expect(await verify(token)).toMatchObject({ kind: "claims" });
      documents = { ...documents, "/keys": { keys: [] } };
      // The worst moment: just before the keys are read again, its signature is checked once more.
      for (const [second, kind] of [
        [179, "claims"],
        [298, "claims"],
        [299, "unverified"],
        [300, "unverified"],
      ] as const) {
        turn(second);
        expect((await verify(token)).kind, `after ${second} s`).toBe(kind);
      }
      documents = { ...documents, "/keys": had };
    });
  });

  test.each([
    "Basic YWRhOng=",
    "Bearer",
    "Bearer a.b",
    "Bearer a.b.c.d",
    "Bearer ..",
    "a.b.c",
    "Bearer a.b.c, Bearer d.e.f",
  ])('refuses "%s", which is no bearer token', async (header) => {
    expect((await (await verifierAt(NOW))(header)).kind).toBe("unverified");
  });

  test("says that there is no token where there is none", async () => {
    const verify = await verifierAt(NOW);
    expect(await verify(undefined)).toEqual({ kind: "none" });
    expect(await verify("")).toEqual({ kind: "none" });
  });

  test.each([
    { path: "/absent", because: "there is no discovery", says: "it answers 404" },
    { path: "/liar", because: "it names another issuer", says: "its discovery names" },
    { path: "/vague", because: "it names no keys", says: "jwks_uri" },
    { path: "/broken", because: "it is a page", says: "JSON" },
  ])("trusts nobody where $because", async ({ path, says }) => {
    await expect(trustByDiscovery(`${issuer}${path}`, { audience: AUDIENCE, clock: clockAt(NOW) })).rejects.toThrow(
      says,
    );
  });

  test.each([
    { because: "answers with an error", keys: "none" },
    { because: "cannot be reached", keys: "dead" },
  ])(
    "bad day: issuer unreachable: lets nobody in, and does not say that the token is wrong, while it $because",
    async ({ keys: where }) => {
      const name = `${issuer}/keyless`;
      const uri = where === "dead" ? "http://127.0.0.1:9/keys" : `${issuer}/none`;
      documents = { ...documents, "/keyless/.well-known/openid-configuration": { issuer: name, jwks_uri: uri } };
      const verify = tokenVerifier(await trustByDiscovery(name, { audience: AUDIENCE, clock: clockAt(NOW) }));
      expect(await verify(`Bearer ${await signed({ ...CLAIMS(), iss: name })}`)).toEqual({ kind: "issuer-silent" });
    },
  );
});
