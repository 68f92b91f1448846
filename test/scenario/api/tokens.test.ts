import { readFileSync } from "node:fs";
import { decodeJwt, importPKCS8, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AUDIENCE } from "#infra/local/issuer.ts";
import { tokenVerifier, trustByDiscovery } from "#infra/local/token-verifier.ts";
import { openStateFile } from "#shared/adapters/local/sqlite-file.ts";
import { SqliteTable } from "#shared/adapters/local/sqlite-table.ts";
import { nodeDigest } from "#shared/adapters/node/node-ports.ts";
import type { Person } from "#shared/catalog/person.ts";
import { groupName, personId } from "#shared/kernel/ids.ts";
import { epochMillis } from "#shared/kernel/time.ts";
import { personStoreOn } from "#shared/storage/person-store.ts";
import { recordsOn } from "#shared/storage/records.ts";
import { call, JSON_TYPE } from "#test/support/api/call.ts";
import { type RunningTestPlane, runningPlane } from "#test/support/running-plane.ts";

let plane: RunningTestPlane;

const person = (id: string, active = true): Person => ({
  id: personId(id),
  name: id,
  groups: [groupName("all-staff")],
  active,
  mail: `${id}@example.com`,
});

/** What the directory says, written as its reader writes it. */
async function directoryHas(...people: readonly Person[]): Promise<void> {
  const database = openStateFile(plane.home.stateFile, { durability: "normal" });
  const clock = { now: () => epochMillis(Date.now()) };
  const saved = await personStoreOn(recordsOn(new SqliteTable(database), { clock, digest: nodeDigest })).save(
    people,
    "test",
  );
  database.close();
  expect(saved.ok).toBe(true);
}

beforeAll(async () => {
  plane = await runningPlane({ sample: false });
  await directoryHas(person("ada"), person("ben"), person("old", false));
});
afterAll(() => plane.close());

/** A token that the plane's own issuer could have made, of any claims. */
async function minted(claims: { readonly [name: string]: unknown }): Promise<string> {
  const key = await importPKCS8(readFileSync(plane.home.keyFile, "utf8"), "RS256");
  const good = decodeJwt(await plane.tokenOf("ada"));
  return new SignJWT({ ...good, ...claims }).setProtectedHeader({ alg: "RS256" }).sign(key);
}

const asked = (headers: { readonly [name: string]: string }) =>
  call(plane.url, { method: "GET", path: "/v1/access/requests", headers });

describe("a token, over HTTP", () => {
  test.each(["authorization", "Authorization", "AUTHORIZATION", "aUtHoRiZaTiOn"])(
    "lets in by the header %s",
    async (header) => {
      const { status } = await asked({ [header]: `Bearer ${await plane.tokenOf("ada")}` });
      expect(status).toBe(200);
    },
  );

  test.each<{ because: string; claims: { readonly [name: string]: unknown }; status: number; says: string }>([
    { because: "nobody knows the person", claims: { sub: "nobody" }, status: 403, says: "no active person" },
    { because: "the person is no longer active", claims: { sub: "old" }, status: 403, says: "no active person" },
    { because: "the person's id is written otherwise", claims: { sub: "ADA" }, status: 403, says: "no active person" },
    { because: "the person's id names another row", claims: { sub: "ada#x" }, status: 403, says: "no active person" },
    { because: "the person's id is a list", claims: { sub: ["ada"] }, status: 401, says: "Cannot" },
    { because: "the person's id is empty", claims: { sub: "" }, status: 401, says: "Cannot" },
    { because: "another plane's issuer", claims: { iss: "http://127.0.0.1:1/oidc" }, status: 401, says: '"iss"' },
    { because: "another audience", claims: { aud: "elsewhere" }, status: 401, says: '"aud"' },
    { because: "not yet", claims: { nbf: 4_102_444_800 }, status: 401, says: '"nbf"' },
    { because: "ended", claims: { exp: 1 }, status: 401, says: "ended" },
  ])("is refused with $status: $because", async ({ claims, status, says }) => {
    const answer = await asked({ authorization: `Bearer ${await minted(claims)}` });
    expect(answer).toMatchObject({ status, type: "application/problem+json" });
    expect((JSON.parse(answer.text) as { detail: string }).detail).toContain(says);
  });

  test("claims no role: what it says of groups and roles is not read", async () => {
    const token = await minted({ groups: ["platform-engineers"], roles: ["operator"], "cognito:groups": ["operator"] });
    const answer = await call(plane.url, {
      method: "GET",
      path: "/v1/access/requests?role=all",
      headers: { authorization: `Bearer ${token}` },
    });
    expect(answer.status).toBe(403);
  });

  test("is worth nothing from the moment the directory lets the person go", async () => {
    const headers = { authorization: `Bearer ${await plane.tokenOf("ben")}` };
    expect((await asked(headers)).status).toBe(200);
    await directoryHas(person("ben", false));
    expect((await asked(headers)).status).toBe(403);
  });

  test("is there for the operator of the first day while no document is applied, people or not", async () => {
    const answer = await fetch(`${plane.url}/v1/local/sign-in`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
    });
    const { token, person: subject } = (await answer.json()) as { token: string; person: string };
    expect(subject).toBe("operator");
    const planned = await call(plane.url, {
      method: "POST",
      path: "/v1/catalog/plans",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json", "idempotency-key": "first" },
      body: '{"files":[]}',
    });
    expect(planned.status).not.toBe(401);
    expect(planned.status).not.toBe(403);
  });

  test("is one of an issuer that anybody can trust by discovery", async () => {
    const { issuer } = (await (await fetch(`${plane.url}/oidc/.well-known/openid-configuration`)).json()) as {
      issuer: string;
    };
    expect(issuer).toBe(`${plane.url}/oidc`);
    const clock = { now: () => epochMillis(Date.now()) };
    const verify = tokenVerifier(await trustByDiscovery(issuer, { audience: AUDIENCE, clock }));
    expect(await verify(`Bearer ${await plane.tokenOf("ada")}`)).toMatchObject({
      kind: "claims",
      claims: { sub: "ada" },
    });
  });

  test("ends when the plane's clock is advanced past it, and a new one begins there", async () => {
    const headers = { authorization: `Bearer ${await plane.tokenOf("ada")}` };
    const advance = await call(plane.url, {
      method: "POST",
      path: "/v1/local/sandbox/advances",
      headers: JSON_TYPE,
      body: '{"by":"9h"}',
    });
    expect(advance.status).toBe(200);
    const ended = await asked(headers);
    expect(ended.status).toBe(401);
    expect(ended.text).toContain("the token has ended");
    expect((await asked({ authorization: `Bearer ${await plane.tokenOf("ada")}` })).status).toBe(200);
  });
});
