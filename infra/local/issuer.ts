import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { calculateJwkThumbprint, exportJWK, exportPKCS8, generateKeyPair, importPKCS8, type JWK, SignJWT } from "jose";
import { HomeError } from "#infra/local/home.ts";
import type { PersonId } from "#shared/kernel/ids.ts";
import type { Clock } from "#shared/kernel/time.ts";

/** The audience of tokens for this plane. */
export const AUDIENCE = "tollgate";

/** A small OpenID provider of our own, for the sample people of a laptop. Never part of a deployment. */
export type Issuer = {
  readonly url: string;
  readonly discovery: () => object;
  readonly jwks: { readonly keys: readonly JWK[] };
  /** A token for a person, good for eight hours of the plane's time; with groups only for a bootstrap operator. */
  sign(person: PersonId, groups?: readonly string[]): Promise<string>;
};

/** The issuer at `url`, its RSA key kept in `keyFile` (0600), made when it is not there. */
export async function openIssuer({
  url,
  keyFile,
  clock,
}: {
  url: string;
  keyFile: string;
  clock: Clock;
}): Promise<Issuer> {
  const privateKey = await keyIn(keyFile);
  const { n, e } = await exportJWK(privateKey);
  const publicKey: JWK = { kty: "RSA", n: n ?? "", e: e ?? "", alg: "RS256", use: "sig" };
  const kid = await calculateJwkThumbprint(publicKey);
  return {
    url,
    discovery: () => ({
      issuer: url,
      jwks_uri: `${url}/jwks`,
      id_token_signing_alg_values_supported: ["RS256"],
      response_types_supported: ["id_token"],
      subject_types_supported: ["public"],
    }),
    jwks: { keys: [{ ...publicKey, kid }] },
    async sign(person, groups = []) {
      const now = Math.floor(clock.now() / 1_000);
      return new SignJWT({ auth_time: now, ...(groups.length === 0 ? {} : { groups: [...groups] }) })
        .setProtectedHeader({ alg: "RS256", kid })
        .setIssuer(url)
        .setAudience(AUDIENCE)
        .setSubject(person)
        .setIssuedAt(now)
        .setExpirationTime(now + 8 * 3_600)
        .sign(privateKey);
    },
  };
}

async function keyIn(file: string) {
  if (existsSync(file)) return keyRead(file);
  const { privateKey } = await generateKeyPair("RS256", { modulusLength: 2048, extractable: true });
  writeFileSync(file, await exportPKCS8(privateKey), { mode: 0o600 });
  return privateKey;
}

async function keyRead(file: string) {
  try {
    return await importPKCS8(readFileSync(file, "utf8"), "RS256", { extractable: true });
  } catch {
    throw new HomeError(`Cannot sign in anybody: "${file}" holds no private key; remove it, and a new one is made`);
  }
}
