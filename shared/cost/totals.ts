import { addAmounts } from "#shared/cost/amounts.ts";
import type { AmountColumn } from "#shared/cost/batch.ts";
import { makeExactSums } from "#shared/cost/exact-sums.ts";
import type { Amounts } from "#shared/cost/ledger.ts";

/** What was added up under one key. */
export type Total<Key> = { readonly key: Key; amounts: Amounts; rows: number };

/**
 * Totals by thing. `add` takes one thing per row; what is added is held in numbers until `settle`, and
 * by the text of its key from then on: things are numbered anew after it.
 */
export type Totals<Key> = {
  thingOf(text: string, make: () => Key): number;
  add(things: Int32Array, amounts: readonly AmountColumn[]): void;
  settle(): void;
  /** Things numbered since the last `settle`. */
  unsettled(): number;
  all(): Map<string, Total<Key>>;
};

export function makeTotals<Key>(): Totals<Key> {
  const sums = makeExactSums();
  const ids = new Map<string, number>();
  const things: { readonly text: string; readonly key: Key }[] = [];
  const settled = new Map<string, Total<Key>>();
  return {
    thingOf: (text, make) => {
      const known = ids.get(text);
      if (known !== undefined) return known;
      ids.set(text, things.length);
      return things.push({ text, key: make() }) - 1;
    },
    add: (rows, amounts) => {
      sums.add(rows, amounts, rows.length);
    },
    settle: () => {
      things.forEach(({ text, key }, thing) => {
        addTo(settled, text, { key, amounts: sums.amountsOf(thing), rows: sums.rowsOf(thing) });
      });
      sums.clear();
      ids.clear();
      things.length = 0;
    },
    unsettled: () => things.length,
    all: () => settled,
  };
}

/** {@link Totals} by thing and day. */
export type DailyTotals<Key> = Omit<Totals<Key>, "add" | "all"> & {
  add(rows: { readonly things: Int32Array; readonly days: Int32Array }, amounts: readonly AmountColumn[]): void;
  all(): Map<string, Total<readonly [Key, number]>>;
};

export function makeDailyTotals<Key>(): DailyTotals<Key> {
  const daily = makeTotals<readonly [Key, number]>();
  const ids = new Map<string, number>();
  const things: { readonly text: string; readonly key: Key }[] = [];
  /** By thing: the slot of each day plus 1, from the thing's first day on; 0 is none yet. */
  const slotsOf: { first: number; slots: Int32Array }[] = [];

  const newSlot = (thing: number, day: number): number => {
    const { text, key } = things[thing] as { text: string; key: Key };
    const slot = daily.thingOf(`${text}\u0000${day}`, () => [key, day]);
    const own = slotsOf[thing] as { first: number; slots: Int32Array };
    withRoomFor(own, day);
    own.slots[day - own.first] = slot + 1;
    return slot;
  };

  return {
    thingOf: (text, make) => {
      const known = ids.get(text);
      if (known !== undefined) return known;
      ids.set(text, things.length);
      slotsOf.push({ first: 0, slots: new Int32Array(0) });
      return things.push({ text, key: make() }) - 1;
    },
    add: ({ things: rows, days }, amounts) => {
      const slots = new Int32Array(rows.length);
      for (let row = 0; row < slots.length; row += 1) {
        const own = slotsOf[rows[row] as number] as { first: number; slots: Int32Array };
        const day = days[row] as number;
        // Outside of the array this is undefined, and no slot.
        const slot = own.slots[day - own.first] as number | undefined;
        slots[row] = slot ? slot - 1 : newSlot(rows[row] as number, day);
      }
      daily.add(slots, amounts);
    },
    settle: () => {
      daily.settle();
      ids.clear();
      things.length = 0;
      slotsOf.length = 0;
    },
    unsettled: () => daily.unsettled(),
    all: () => daily.all(),
  };
}

/** Grows to hold `day` with a month to spare on both sides: bills come by the month. */
function withRoomFor(own: { first: number; slots: Int32Array }, day: number): void {
  const last = own.first + own.slots.length - 1;
  if (own.slots.length > 0 && day >= own.first && day <= last) return;
  const first = own.slots.length === 0 ? day - 31 : Math.min(own.first, day - 31);
  const until = own.slots.length === 0 ? day + 31 : Math.max(last, day + 31);
  const longer = new Int32Array(until - first + 1);
  if (own.slots.length > 0) longer.set(own.slots, own.first - first);
  own.first = first;
  own.slots = longer;
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
