import { addAmounts } from "#shared/cost/amounts.ts";
import type { AmountColumn } from "#shared/cost/batch.ts";
import { type ExactSums, makeExactSums } from "#shared/cost/exact-sums.ts";
import type { Amounts } from "#shared/cost/ledger.ts";

/** What was added up under one key. */
export type Total<Key> = { readonly key: Key; amounts: Amounts; rows: number };

/**
 * Totals by (thing, number), as `line` by day. `add` takes one thing and one number per row; what is
 * added is held in numbers until `settle`, and by text of the key from then on.
 */
export type NumberedTotals<Key> = {
  thingOf(text: string, make: () => Key): number;
  add(rows: { readonly things: Int32Array; readonly numbers: Int32Array }, amounts: readonly AmountColumn[]): void;
  settle(): void;
  all(): Map<string, Total<readonly [Key, number]>>;
};

export function makeNumberedTotals<Key>(): NumberedTotals<Key> {
  const sums: ExactSums = makeExactSums();
  const ids = new Map<string, number>();
  const things: { readonly text: string; readonly key: Key }[] = [];
  const slotsOf: Int32Array[] = [];
  const slots: { readonly thing: number; readonly number: number }[] = [];
  const settled = new Map<string, Total<readonly [Key, number]>>();

  const newSlot = (thing: number, number: number): number => {
    let own = slotsOf[thing] as Int32Array;
    if (number >= own.length) {
      const longer = new Int32Array(Math.max(number + 32, Math.min(own.length * 2, 65_536)));
      longer.set(own);
      own = slotsOf[thing] = longer;
    }
    own[number] = slots.push({ thing, number });
    return slots.length - 1;
  };

  return {
    thingOf: (text, make) => {
      const known = ids.get(text);
      if (known !== undefined) return known;
      ids.set(text, things.length);
      slotsOf.push(new Int32Array(0));
      return things.push({ text, key: make() }) - 1;
    },
    add: (rows, amounts) => {
      const count = rows.things.length;
      const slotOfRow = new Int32Array(count);
      for (let row = 0; row < count; row += 1) {
        const thing = rows.things[row] as number;
        const number = rows.numbers[row] as number;
        const slot = slotsOf[thing]?.[number] ?? 0;
        slotOfRow[row] = slot > 0 ? slot - 1 : newSlot(thing, number);
      }
      sums.add(slotOfRow, amounts, count);
    },
    settle: () => {
      slots.forEach(({ thing, number }, slot) => {
        const { text, key } = things[thing] as { text: string; key: Key };
        addTo(settled, `${text}\u0000${number}`, {
          key: [key, number],
          amounts: sums.amountsOf(slot),
          rows: sums.rowsOf(slot),
        });
      });
      sums.clear();
      ids.clear();
      for (const list of [things, slotsOf, slots]) list.length = 0;
    },
    all: () => settled,
  };
}

function addTo<Key>(totals: Map<string, Total<Key>>, text: string, more: Total<Key>): void {
  const known = totals.get(text);
  if (known === undefined) {
    totals.set(text, more);
    return;
  }
  known.amounts = addAmounts(known.amounts, more.amounts);
  known.rows += more.rows;
}
