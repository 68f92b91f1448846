import { attos, type Money } from "#shared/kernel/money.ts";

/**
 * `amount` in parts in proportion to `weights`, which add up to it exactly.
 *
 * Largest remainder: each gets its floor, and the attos left go one each to the largest remainders,
 * the earlier of two equal ones first. Where all weights are zero the parts are even.
 *
 * @throws RangeError on a negative weight, or without any weight
 */
export function spread(amount: Money, weights: readonly bigint[]): readonly Money[] {
  if (weights.length === 0 || weights.some((weight) => weight < 0n)) {
    throw new RangeError("Cannot spread an amount: the weights must be at least one, none negative");
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  if (total === 0n)
    return spread(
      amount,
      weights.map(() => 1n),
    );
  const size = amount < 0n ? -amount : amount;
  const floors = weights.map((weight) => (size * weight) / total);
  const left = Number(size - floors.reduce((sum, floor) => sum + floor, 0n));
  const lucky = new Set(
    weights
      .map((weight, index) => ({ index, remainder: (size * weight) % total }))
      .toSorted((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1))
      .slice(0, left)
      .map(({ index }) => index),
  );
  return floors.map((floor, index) => {
    const part = lucky.has(index) ? floor + 1n : floor;
    return attos(amount < 0n ? -part : part);
  });
}
