import type { Amounts } from "#shared/cost/ledger.ts";
import { attos, type Money } from "#shared/kernel/money.ts";

/**
 * Splits `total` by `weights` so that the parts add up to it exactly (largest remainder).
 *
 * Each part is its share rounded towards zero; what is left, at most one unit per part, goes to the
 * largest remainders, equal ones in the order given. A debt splits as its opposite does. Undefined
 * when no weight is above zero: nobody can be named, and the caller must say who bears it.
 *
 * @throws RangeError on a negative weight
 */
export function splitExactly(total: bigint, weights: readonly bigint[]): readonly bigint[] | undefined {
  if (weights.some((weight) => weight < 0n)) throw new RangeError("Cannot split by a negative weight");
  const all = weights.reduce((sum, weight) => sum + weight, 0n);
  if (all === 0n) return undefined;
  const size = total < 0n ? -total : total;
  const parts = weights.map((weight) => (size * weight) / all);
  const left = size - parts.reduce((sum, part) => sum + part, 0n);
  const byRemainder = weights
    .map((weight, index) => ({ index, remainder: (size * weight) % all }))
    .toSorted((one, other) => compare(other.remainder, one.remainder) || one.index - other.index);
  for (const { index } of byRemainder.slice(0, Number(left))) parts[index] = (parts[index] ?? 0n) + 1n;
  return total < 0n ? parts.map((part) => -part) : parts;
}

/** {@link splitExactly} for all four columns by the same weights. */
export function splitAmounts(total: Amounts, weights: readonly bigint[]): readonly Amounts[] | undefined {
  const split = (column: Money) => splitExactly(column, weights);
  const billed = split(total.billed);
  const effective = split(total.effective);
  const list = split(total.list);
  const contracted = split(total.contracted);
  if (billed === undefined) return undefined;
  const at = (parts: readonly bigint[] | undefined, index: number): Money => attos(parts?.[index] ?? 0n);
  return billed.map((_, index) => ({
    billed: at(billed, index),
    effective: at(effective, index),
    list: at(list, index),
    contracted: at(contracted, index),
  }));
}

const compare = (left: bigint, right: bigint): number => (left === right ? 0 : left < right ? -1 : 1);
