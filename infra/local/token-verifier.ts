import { createLocalJWKSet, createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from "jose";
import * as z from "zod";
import { AUDIENCE, type Issuer } from "#infra/local/issuer.ts";
import { tokenMemory } from "#infra/local/token-memory.ts";
import type { Clock, EpochMillis } from "#shared/kernel/time.ts";

/** What the bearer token proved, or why there is nothing proved. */
export type Verified =
  | { readonly kind: "claims"; readonly claims: { readonly [name: string]: unknown } }
  | { readonly kind: "none" }
  | { readonly kind: "unverified"; readonly because: string }
  /** Nothing can be said of the token: whoever has the keys does not give them. */
  | { readonly kind: "issuer-silent" };

export type TokenVerifier = (authorization: string | undefined) => Promise<Verified>;

export type Trust = {
  readonly issuer: string;
  readonly audience: string;
  readonly keys: JWTVerifyGetKey;
  readonly clock: Clock;
};

/** By how much the clocks of issuer and plane may differ, in seconds. */
const TOLERANCE = 5;

/** After so many milliseconds the keys of an issuer found by discovery are read again. */
const KEYS_KEPT = 3 * 60_000;

/**
 * Verifies `Bearer` tokens as the cloud's authoriser does: RS256, issuer, audience, times. The plane's
 * own clock decides, so that a token ends when a person advances the time past it.
 *
 * A token that was verified is remembered for two minutes ({@link tokenMemory}); its times are looked at on each
 * call all the same. With {@link KEYS_KEPT}, a signing key that its issuer takes away is over within five minutes.
 */
export function tokenVerifier({ issuer, audience, keys, clock }: Trust): TokenVerifier {
  const memory = tokenMemory({ tolerance: TOLERANCE });
  const proved = async (token: string, now: EpochMillis) => {
    const { payload } = await jwtVerify(token, keys, {
      algorithms: ["RS256"],
      issuer,
      audience,
      requiredClaims: ["sub", "exp"],
      currentDate: new Date(now),
      clockTolerance: TOLERANCE,
    });
    memory.keep(token, payload, now);
    return payload;
  };
  return async (authorization) => {
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? "")?.[1];
    if (authorization === undefined || authorization === "") return { kind: "none" };
    if (token === undefined) return { kind: "unverified", because: "the Authorization header is no bearer token" };
    const now = clock.now();
    try {
      return { kind: "claims", claims: memory.recall(token, now) ?? (await proved(token, now)) };
    } catch (fault) {
      return outcomeOf(fault);
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
  const remote = createRemoteJWKSet(new URL(document.jwks_uri), { cacheMaxAge: KEYS_KEPT });
  const keys: JWTVerifyGetKey = async (...given) => {
    try {
      return await remote(...given);
    } catch (fault) {
      throw isAnswer(fault) ? fault : new IssuerSilent("Cannot have the keys of the issuer", { cause: fault });
    }
  };
  return { issuer, audience, keys, clock };
}

class IssuerSilent extends Error {
  override readonly name = "IssuerSilent";
}

/** The keys were had, and the token's is not among them. A broken line, a time-out or a page of an error is none. */
const isAnswer = (fault: unknown): boolean =>
  fault instanceof errors.JOSEError &&
  !["ERR_JOSE_GENERIC", "ERR_JWKS_TIMEOUT", "ERR_JWKS_INVALID"].includes(fault.code);

/** @throws what is neither an answer about the token nor the issuer's silence */
function outcomeOf(fault: unknown): Verified {
  if (fault instanceof IssuerSilent) return { kind: "issuer-silent" };
  if (fault instanceof errors.JOSEError) return { kind: "unverified", because: reasonOf(fault) };
  throw fault;
}

function reasonOf(fault: errors.JOSEError): string {
  if (fault instanceof errors.JWTExpired) return "the token has ended: sign in again";
  if (fault instanceof errors.JWTClaimValidationFailed) return `its "${fault.claim}" is not for this plane`;
  return "the token's signature or form is not right";
}
