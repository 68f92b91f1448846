import { hash } from "node:crypto";
import type { JWTPayload } from "jose";
import { deepFrozen } from "#shared/kernel/deep-frozen.ts";
import type { EpochMillis } from "#shared/kernel/time.ts";

export type TokenMemory = {
  /** The claims of a token that was verified lately and is good now; undefined: verify it. */
  recall(token: string, now: EpochMillis): JWTPayload | undefined;
  /** Remembers a token whose signature, issuer, audience and times have just been verified. */
  keep(token: string, claims: JWTPayload, now: EpochMillis): void;
};

/** So long a verified token is taken without asking its key again, in milliseconds. */
const KEPT = 2 * 60_000;

/** The one that was not used for longest goes first. */
const MOST = 1_000;

type Kept = { readonly claims: JWTPayload; readonly verifiedAt: EpochMillis };

/**
 * Remembers what verified tokens claim, so that the signature of one is checked every two minutes and not on each
 * call.
 *
 * - By the SHA-256 of the whole token, signature and all: another signature, header or claim is another token, and
 *   no token lies in memory.
 * - Only what was verified: a token that was refused is looked at anew each time, and takes no room.
 * - `exp` and `nbf` are compared with the clock on each recall, by the rule of the first look (`tolerance` in seconds).
 * - Two minutes after its signature was checked, or when the clock is before that, it is checked again: a key that
 *   the issuer took away, or a token whose issuer is not trusted any more, ends then.
 *
 * What somebody may do is no part of it: person, groups and roles are read from the directory on each call.
 */
export function tokenMemory({ tolerance }: { readonly tolerance: number }): TokenMemory {
  const kept = new Map<string, Kept>();
  return {
    recall(token, now) {
      const id = idOf(token);
      const found = kept.get(id);
      if (found === undefined) return undefined;
      kept.delete(id);
      const age = now - found.verifiedAt;
      if (age < 0 || age >= KEPT || !isTime(found.claims, now, tolerance)) return undefined;
      kept.set(id, found);
      return found.claims;
    },
    keep(token, claims, now) {
      kept.set(idOf(token), { claims: deepFrozen(claims), verifiedAt: now });
      const oldest = kept.keys().next().value;
      if (kept.size > MOST && oldest !== undefined) kept.delete(oldest);
    },
  };
}

const idOf = (token: string): string => hash("sha256", token, "base64");

/** As RFC 7519 has it, in whole seconds: not before `nbf`, and ended at `exp`. */
function isTime({ exp, nbf }: JWTPayload, now: EpochMillis, tolerance: number): boolean {
  const seconds = Math.floor(now / 1_000);
  return exp !== undefined && exp > seconds - tolerance && (nbf === undefined || nbf <= seconds + tolerance);
}
