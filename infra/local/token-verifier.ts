import { createLocalJWKSet, createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from "jose";
import * as z from "zod";
import { AUDIENCE, type Issuer } from "#infra/local/issuer.ts";
import type { Clock } from "#shared/kernel/time.ts";

/** What the bearer token proved, or why there is nothing proved. */
export type Verified =
  | { readonly kind: "claims"; readonly claims: { readonly [name: string]: unknown } }
  | { readonly kind: "none" }
  | { readonly kind: "unverified"; readonly because: string };

export type TokenVerifier = (authorization: string | undefined) => Promise<Verified>;

export type Trust = {
  readonly issuer: string;
  readonly audience: string;
  readonly keys: JWTVerifyGetKey;
  readonly clock: Clock;
};

/**
 * Verifies `Bearer` tokens as the cloud's authoriser does: RS256, issuer, audience, times. The plane's
 * own clock decides, so that a token ends when a person advances the time past it.
 */
export function tokenVerifier({ issuer, audience, keys, clock }: Trust): TokenVerifier {
  return async (authorization) => {
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? "")?.[1];
    if (authorization === undefined || authorization === "") return { kind: "none" };
    if (token === undefined) return { kind: "unverified", because: "the Authorization header is no bearer token" };
    try {
      const { payload } = await jwtVerify(token, keys, {
        algorithms: ["RS256"],
        issuer,
        audience,
        requiredClaims: ["sub", "exp"],
        currentDate: new Date(clock.now()),
        clockTolerance: 5,
      });
      return { kind: "claims", claims: payload };
    } catch (fault) {
      if (fault instanceof errors.JOSEError) return { kind: "unverified", because: reasonOf(fault) };
      throw fault;
    }
  };
}

export const trustOwn = (issuer: Issuer, clock: Clock): Trust => ({
  issuer: issuer.url,
  audience: AUDIENCE,
  keys: createLocalJWKSet({ keys: [...issuer.jwks.keys] }),
  clock,
});

const Discovery = z.object({ issuer: z.url(), jwks_uri: z.url() });

/**
 * Trust in any OpenID provider, by its discovery document.
 *
 * @throws Error when the document cannot be read or names another issuer
 */
export async function trustByDiscovery(
  issuer: string,
  { audience, clock }: { audience: string; clock: Clock },
): Promise<Trust> {
  const address = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const answer = await fetch(address, { signal: AbortSignal.timeout(10_000) });
  if (!answer.ok) throw new Error(`Cannot read "${address}": it answers ${answer.status}`);
  const document = Discovery.parse(await answer.json());
  if (document.issuer !== issuer) throw new Error(`Cannot trust "${issuer}": its discovery names "${document.issuer}"`);
  return { issuer, audience, keys: createRemoteJWKSet(new URL(document.jwks_uri)), clock };
}

function reasonOf(fault: errors.JOSEError): string {
  if (fault instanceof errors.JWTExpired) return "the token has ended: sign in again";
  if (fault instanceof errors.JWTClaimValidationFailed) return `its "${fault.claim}" is not for this plane`;
  return "the token's signature or form is not right";
}
