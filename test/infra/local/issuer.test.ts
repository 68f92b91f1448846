import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HomeError } from "#infra/local/home.ts";
import { type Issuer, openIssuer } from "#infra/local/issuer.ts";
import { tokenVerifier, trustOwn } from "#infra/local/token-verifier.ts";
import { virtualClock } from "#shared/adapters/local/clocks.ts";
import { personId } from "#shared/kernel/ids.ts";
import { epochMillis, hours, plus } from "#shared/kernel/time.ts";

/** 2026-11-23T09:00:00Z */
const NINE = epochMillis(1_795_424_400_000);
const url = "http://127.0.0.1:4400/oidc";

let room: string;
let keyFile: string;
let issuer: Issuer;

beforeAll(async () => {
  room = mkdtempSync(join(tmpdir(), "tollgate-issuer-"));
  keyFile = join(room, "key.pem");
  issuer = await openIssuer({ url, keyFile, clock: virtualClock(NINE) });
});
afterAll(() => rmSync(room, { recursive: true, force: true }));

describe("the built-in issuer", () => {
  test.each(["", "no key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])(
    "says which file is no key, and what to do (%j)",
    async (text) => {
      const broken = join(room, "broken.pem");
      writeFileSync(broken, text);
      await expect(openIssuer({ url, keyFile: broken, clock: virtualClock(NINE) })).rejects.toThrow(
        new HomeError(`Cannot sign in anybody: "${broken}" holds no private key; remove it, and a new one is made`),
      );
    },
  );

  test("signs for eight hours of the plane's time, with the key that its jwks names", async () => {
    const token = await issuer.sign(personId("ada.berg"));
    expect(decodeJwt(token)).toEqual({
      iss: url,
      aud: "tollgate",
      sub: "ada.berg",
      auth_time: 1_795_424_400,
      iat: 1_795_424_400,
      exp: 1_795_453_200,
    });
    expect(decodeProtectedHeader(token)).toEqual({ alg: "RS256", kid: issuer.jwks.keys[0]?.kid });
  });

  test("shows the public half of its key alone", () => {
    expect(Object.keys(issuer.jwks.keys[0] ?? {}).toSorted()).toEqual(["alg", "e", "kid", "kty", "n", "use"]);
    expect(issuer.discovery()).toMatchObject({
      issuer: url,
      jwks_uri: `${url}/jwks`,
      id_token_signing_alg_values_supported: ["RS256"],
    });
  });

  test("keeps its key for its owner alone, and signs with the same after a restart", async () => {
    expect(statSync(keyFile).mode & 0o077).toBe(0);
    const again = await openIssuer({ url, keyFile, clock: virtualClock(NINE) });
    expect(again.jwks).toEqual(issuer.jwks);
    expect(readFileSync(keyFile, "utf8")).toContain("BEGIN PRIVATE KEY");
  });

  test("does not begin anew over a key file that cannot be read: every token would end unseen", async () => {
    const broken = join(room, "broken.pem");
    writeFileSync(broken, "no key");
    await expect(openIssuer({ url, keyFile: broken, clock: virtualClock(NINE) })).rejects.toThrow();
    expect(readFileSync(broken, "utf8")).toBe("no key");
  });

  test.each([
    { after: hours(8), kind: "claims", because: "the last moment counts" },
    { after: hours(9), kind: "unverified", because: "it has ended" },
  ])("is trusted $because", async ({ after, kind }) => {
    const token = await issuer.sign(personId("ada.berg"));
    const verify = tokenVerifier(trustOwn(issuer, virtualClock(plus(NINE, after))));
    expect((await verify(`Bearer ${token}`)).kind).toBe(kind);
  });
});
