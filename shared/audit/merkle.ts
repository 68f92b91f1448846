import type { Digest, Sha256 } from "#shared/kernel/digest.ts";

/**
 * The root over `leaves` in their order; of no leaves, the digest of nothing.
 *
 * Leaves and inner nodes are hashed under different prefixes, so that no inner node can pass for a
 * leaf (as RFC 6962 section 2.1 does); an odd node moves up unchanged.
 */
export function merkleRoot(leaves: readonly Sha256[], digest: Digest): Sha256 {
  if (leaves.length === 0) return digest("");
  let level = leaves.map((leaf) => digest(`leaf:${leaf}`));
  while (level.length > 1)
    level = pairs(level).map(([left, right]) => (right === undefined ? left : digest(`node:${left}${right}`)));
  return level[0] as Sha256;
}

function pairs(level: readonly Sha256[]): readonly (readonly [Sha256, Sha256 | undefined])[] {
  const paired: [Sha256, Sha256 | undefined][] = [];
  for (let at = 0; at < level.length; at += 2) paired.push([level[at] as Sha256, level[at + 1]]);
  return paired;
}
