/** Numbers distinct rows of codes: the same row of codes has the same id, ids count up from 0. */
export type CodeTable = {
  /** Ids of every row; `fresh(id, row)` is told of each id the moment it is first given, in row order. */
  idsOf(columns: readonly Int32Array[], rows: number, fresh: (id: number, row: number) => void): Int32Array;
  size(): number;
  clear(): void;
};

const FIRST_SLOTS = 1 << 14;

/**
 * A {@link CodeTable} with open addressing. Rows are hashed a column at a time and compared in full on
 * a hit, so two rows never share an id by chance. (Grouping 2 M rows by a Map of joined texts took
 * longer than decoding them; this takes a tenth of it.)
 */
export function makeCodeTable(width: number): CodeTable {
  let slots = new Int32Array(FIRST_SLOTS);
  let keys = new Int32Array(FIRST_SLOTS * width);
  let size = 0;

  const grow = () => {
    slots = new Int32Array(slots.length * 2);
    const wider = new Int32Array(slots.length * width);
    wider.set(keys);
    keys = wider;
    for (let id = 0; id < size; id += 1) slots[freeSlot(slots, hashOfKey(keys, id * width, width))] = id + 1;
  };

  const same = (from: number, columns: readonly Int32Array[], row: number): boolean => {
    for (let column = 0; column < width; column += 1) {
      if (keys[from + column] !== (columns[column] as Int32Array)[row]) return false;
    }
    return true;
  };

  const idOf = (columns: readonly Int32Array[], row: number, hash: number): number => {
    const mask = slots.length - 1;
    let at = hash & mask;
    for (;;) {
      const found = slots[at] as number;
      if (found === 0) break;
      if (same((found - 1) * width, columns, row)) return found - 1;
      at = (at + 1) & mask;
    }
    slots[at] = size + 1;
    for (let column = 0; column < width; column += 1) keys[size * width + column] = columns[column]?.[row] as number;
    return -1;
  };

  return {
    idsOf: (columns, rows, fresh) => {
      const ids = hashes(columns, rows);
      for (let row = 0; row < rows; row += 1) {
        const id = idOf(columns, row, ids[row] as number);
        ids[row] = id < 0 ? size : id;
        if (id >= 0) continue;
        fresh(size, row);
        size += 1;
        if (size * 2 > slots.length) grow();
      }
      return ids;
    },
    size: () => size,
    clear: () => {
      slots.fill(0);
      size = 0;
    },
  };
}

function hashes(columns: readonly Int32Array[], rows: number): Int32Array {
  const out = new Int32Array(rows);
  for (const column of columns) {
    for (let row = 0; row < rows; row += 1) out[row] = mixed(out[row] as number, column[row] as number);
  }
  for (let row = 0; row < rows; row += 1) out[row] = spread(out[row] as number);
  return out;
}

const mixed = (hash: number, code: number): number => (Math.imul(hash, 0x01000193) ^ Math.imul(code, 0x9e3779b1)) | 0;

const spread = (hash: number): number => (hash ^ (hash >>> 15)) & 0x7fffffff;

function hashOfKey(keys: Int32Array, from: number, width: number): number {
  let hash = 0;
  for (let at = from; at < from + width; at += 1) hash = mixed(hash, keys[at] as number);
  return spread(hash);
}

function freeSlot(slots: Int32Array, hash: number): number {
  let at = hash & (slots.length - 1);
  while (slots[at] !== 0) at = (at + 1) & (slots.length - 1);
  return at;
}
