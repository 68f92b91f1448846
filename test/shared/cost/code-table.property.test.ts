import * as fc from "fast-check";
import { expect, test } from "vitest";
import { makeCodeTable } from "#shared/cost/code-table.ts";

const WIDTH = 3;

/** Batches of rows of three codes, few enough to repeat. */
const batches = fc.array(
  fc.array(fc.tuple(...Array.from({ length: WIDTH }, () => fc.oneof(fc.nat(3), fc.integer()))), { maxLength: 30 }),
  { maxLength: 5 },
);

const columnsOf = (rows: readonly (readonly number[])[]): readonly Int32Array[] =>
  Array.from({ length: WIDTH }, (_, column) => Int32Array.from(rows, (row) => row[column] ?? 0));

test("equal rows have equal numbers and others have others, counted up from 0 and told in row order", () => {
  void fc.assert(
    fc.property(batches, (all) => {
      const table = makeCodeTable(WIDTH);
      const known = new Map<string, number>();
      for (const rows of all) {
        const told: [number, number][] = [];
        const expected: [number, number][] = [];
        const wanted = rows.map((row, at) => {
          const text = row.map((code) => code | 0).join();
          if (!known.has(text)) {
            expected.push([known.size, at]);
            known.set(text, known.size);
          }
          return known.get(text);
        });
        const ids = table.idsOf(columnsOf(rows), rows.length, (id, row) => told.push([id, row]));
        expect([...ids]).toEqual(wanted);
        expect(told).toEqual(expected);
        expect(table.size()).toBe(known.size);
      }
    }),
    { numRuns: 200 },
  );
});

test("a hundred thousand rows keep their numbers while the table grows, and the same rows again are not fresh", () => {
  const table = makeCodeTable(2);
  const rows = 100_000;
  const columns = [
    Int32Array.from({ length: rows }, (_, at) => at % 317),
    Int32Array.from({ length: rows }, (_, at) => at),
  ];
  let fresh = 0;
  const count = () => {
    fresh += 1;
  };
  const first = table.idsOf(columns, rows, count);
  expect([...first.slice(0, 3), first[rows - 1], fresh]).toEqual([0, 1, 2, rows - 1, rows]);
  expect(table.idsOf(columns, rows, count)).toEqual(first);
  expect(fresh).toBe(rows);
});

test("rows whose codes are swapped or shifted by one are other rows", () => {
  const table = makeCodeTable(2);
  const columns = [Int32Array.from([1, 2, 0, 1, 1]), Int32Array.from([2, 1, 1, 0, 2])];
  expect([...table.idsOf(columns, 5, () => undefined)]).toEqual([0, 1, 2, 3, 0]);
});

test("cleared, it numbers anew", () => {
  const table = makeCodeTable(1);
  table.idsOf([Int32Array.from([7, 8])], 2, () => undefined);
  table.clear();
  const fresh: number[] = [];
  expect([...table.idsOf([Int32Array.from([8])], 1, (id) => fresh.push(id))]).toEqual([0]);
  expect([fresh, table.size()]).toEqual([[0], 1]);
});
