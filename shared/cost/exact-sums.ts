import type { AmountColumn } from "#shared/cost/batch.ts";
import type { Amounts } from "#shared/cost/ledger.ts";
import { attos, type Money } from "#shared/kernel/money.ts";

/** A double is exact to 2^53: two sizes below 2^52 may be added, and the sum is then put aside if it passed 2^52. */
const ROOM = 2 ** 52;

const COLUMNS = 4;

/** Exact running sums of the four cost columns, one set per slot. */
export type ExactSums = {
  /** Adds every row's amounts to the slot that `slots` names for it. */
  add(slots: Int32Array, amounts: readonly AmountColumn[], rows: number): void;
  amountsOf(slot: number): Amounts;
  rowsOf(slot: number): number;
  clear(): void;
};

/**
 * {@link ExactSums} over doubles that hold whole numbers, with what does not fit put aside as bigint:
 * adding bigints for every row of a bill takes longer than reading it.
 *
 * All batches added between two clears must have the same scales.
 */
export function makeExactSums(): ExactSums {
  let sums = new Float64Array(1024 * COLUMNS);
  let counts = new Float64Array(1024);
  const aside = new Map<number, bigint>();
  let scales: readonly number[] = [];

  const putAside = (at: number, units: bigint) => aside.set(at, (aside.get(at) ?? 0n) + units);

  const reserve = (slot: number) => {
    if (slot < counts.length) return;
    const wanted = Math.max(slot + 1, counts.length * 2);
    const [moreSums, moreCounts] = [new Float64Array(wanted * COLUMNS), new Float64Array(wanted)];
    moreSums.set(sums);
    moreCounts.set(counts);
    [sums, counts] = [moreSums, moreCounts];
  };

  const addColumn = (column: number, slots: Int32Array, { units, exact, scale }: AmountColumn) => {
    const rows = slots.length;
    for (let row = 0; row < rows; row += 1) {
      const at = (slots[row] as number) * COLUMNS + column;
      const value = units[row] as number;
      const next = (sums[at] as number) + value;
      if (next < ROOM && next > -ROOM) sums[at] = next;
      else if (Number.isNaN(value)) putAside(at, exactUnits(exact, row, scale));
      else {
        putAside(at, BigInt(next) * unit(scale));
        sums[at] = 0;
      }
    }
  };

  return {
    add: (slots, amounts, rows) => {
      scales = amounts.map((column) => column.scale);
      const used = slots.subarray(0, rows);
      let highest = 0;
      for (const slot of used) if (slot > highest) highest = slot;
      reserve(highest);
      for (const slot of used) counts[slot] = (counts[slot] as number) + 1;
      amounts.forEach((column, at) => {
        addColumn(at, used, column);
      });
    },
    amountsOf: (slot) => {
      const of = (column: number): Money => {
        const at = slot * COLUMNS + column;
        return attos(BigInt(sums[at] ?? 0) * unit(scales[column] ?? 18) + (aside.get(at) ?? 0n));
      };
      return { billed: of(0), effective: of(1), list: of(2), contracted: of(3) };
    },
    rowsOf: (slot) => counts[slot] ?? 0,
    clear: () => {
      sums.fill(0);
      counts.fill(0);
      aside.clear();
    },
  };
}

const unit = (scale: number): bigint => 10n ** BigInt(18 - scale);

function exactUnits(exact: ReadonlyMap<number, Money>, row: number, scale: number): bigint {
  const money = exact.get(row);
  if (money === undefined) throw new Error(`Row ${row} of a batch has no amount at scale ${scale}`);
  return money;
}
