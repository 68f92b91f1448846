import { addAmounts } from "#shared/cost/amounts.ts";
import type { Total } from "#shared/cost/totals.ts";

/**
 * Keeps the `keep` largest of `totals` (by size of EffectiveCost) and adds the others up under the
 * text and key that `into` makes of theirs, in place; nothing is lost. A top list needs the large ones,
 * and a bill that names a million resources must not need room for them all.
 */
export function foldSmallest<Key>(
  totals: Map<string, Total<Key>>,
  keep: number,
  into: (key: Key) => { readonly text: string; readonly key: Key },
): void {
  const bySize = [...totals].toSorted(([, left], [, right]) => bySizeFalling(left, right));
  for (const [text, total] of bySize.slice(keep)) {
    const target = into(total.key);
    if (target.text === text) continue;
    totals.delete(text);
    const known = totals.get(target.text);
    if (known === undefined) totals.set(target.text, { ...total, key: target.key });
    else {
      known.amounts = addAmounts(known.amounts, total.amounts);
      known.rows += total.rows;
    }
  }
}

function bySizeFalling(left: Total<unknown>, right: Total<unknown>): number {
  const [a, b] = [size(left.amounts.effective), size(right.amounts.effective)];
  if (a === b) return 0;
  return a > b ? -1 : 1;
}

const size = (amount: bigint): bigint => (amount < 0n ? -amount : amount);
