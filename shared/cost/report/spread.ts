import { splitExactly } from "#shared/cost/split.ts";
import { attos, type Money } from "#shared/kernel/money.ts";

/**
 * `amount` in parts in proportion to `weights`, which add up to it exactly; evenly where all weights are zero.
 *
 * @throws RangeError on a negative weight
 */
export function spread(amount: Money, weights: readonly bigint[]): readonly Money[] {
  const even = () =>
    splitExactly(
      amount,
      weights.map(() => 1n),
    ) ?? [];
  return (splitExactly(amount, weights) ?? even()).map(attos);
}
