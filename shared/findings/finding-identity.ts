import type { FindingIdentity } from "#shared/findings/finding.ts";
import type { Digest } from "#shared/kernel/digest.ts";
import { type FindingId, findingId } from "#shared/kernel/ids.ts";
import { canonicalJson } from "#shared/kernel/json.ts";

/** Crockford's digits: none of I, L, O, U, so that an id read aloud is the id that was written. */
const DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/**
 * `F-` and 12 digits out of the hash of the identity: the same finding has the same id whoever sees
 * it, so that two workers who see it at once meet at one row.
 *
 * 60 bits: among a million findings two share an id with a probability of 4 in 10 million; the store
 * refuses the second one by name rather than mixing them.
 */
export const findingIdOf = (identity: FindingIdentity, digest: Digest): FindingId =>
  findingId(`F-${shortHash([identity.policy, identity.rule, identity.resource], digest)}`);

/** 12 digits of the SHA-256 over the parts, which cannot run into each other. */
export function shortHash(parts: readonly string[], digest: Digest): string {
  const bits = BigInt(`0x${digest(canonicalJson([...parts])).slice(0, 15)}`);
  return Array.from({ length: 12 }, (_, place) => DIGITS[Number((bits >> BigInt(5 * (11 - place))) & 31n)]).join("");
}
