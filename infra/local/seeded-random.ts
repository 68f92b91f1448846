import type { Ids, Random } from "#shared/kernel/ids.ts";

/** Mulberry32 (Tommy Ettinger, public domain): small, fast, the same numbers for the same seed. Not for secrets. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** `R-1001`, `R-1002`, …: one count per prefix, so that a simulation names things alike each time. */
export function countedIds(first = 1_001): Ids {
  const next = new Map<string, number>();
  return {
    next(prefix) {
      const count = next.get(prefix) ?? first;
      next.set(prefix, count + 1);
      return `${prefix}-${count}`;
    },
  };
}
