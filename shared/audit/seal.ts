import { merkleRoot } from "#shared/audit/merkle.ts";
import type { Digest, Sha256 } from "#shared/kernel/digest.ts";
import { canonicalJson } from "#shared/kernel/json.ts";
import type { EpochMillis } from "#shared/kernel/time.ts";

/** A digest over the events that were new since the seal before; seals chain as events do. */
export type Seal = {
  /** 1 for the first. */
  readonly number: number;
  readonly at: EpochMillis;
  /** Hashes of the events it covers, in the order of their time. */
  readonly leaves: readonly Sha256[];
  readonly root: Sha256;
  /** Hash of the seal before, or 64 zeros. */
  readonly previous: Sha256;
  readonly hash: Sha256;
};

/** Most events of one seal: its leaves must fit one stored item (400 kB). */
export const LEAVES_PER_SEAL = 4_000;

/** Most events sealed in one transaction, which holds 4 MB: 12 full seals are some 3.2 MB. */
export const LEAVES_PER_TURN = 12 * LEAVES_PER_SEAL;

/** Seals events over {@link LEAVES_PER_SEAL} at a time; no events, no seal. */
export function sealsOver(
  leaves: readonly Sha256[],
  {
    last,
    at,
    digest,
  }: { readonly last: Pick<Seal, "number" | "hash"> | undefined; readonly at: EpochMillis; readonly digest: Digest },
): readonly Seal[] {
  const seals: Seal[] = [];
  for (let start = 0; start < leaves.length; start += LEAVES_PER_SEAL) {
    const before = seals.at(-1) ?? last;
    const covered = leaves.slice(start, start + LEAVES_PER_SEAL);
    const unsigned = {
      number: (before?.number ?? 0) + 1,
      at,
      leaves: covered,
      root: merkleRoot(covered, digest),
      previous: before?.hash ?? NO_SEAL,
    };
    seals.push({ ...unsigned, hash: sealHash(unsigned, digest) });
  }
  return seals;
}

export const NO_SEAL = "0".repeat(64) as Sha256;

/** What a seal's hash must be: over its number, time, count, root and the seal before. */
export const sealHash = (seal: Omit<Seal, "hash">, digest: Digest): Sha256 =>
  digest(
    canonicalJson({
      number: seal.number,
      at: seal.at,
      count: seal.leaves.length,
      root: seal.root,
      previous: seal.previous,
    }),
  );
