import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { AmountColumn } from "#shared/cost/batch.ts";
import { makeExactSums } from "#shared/cost/exact-sums.ts";
import { attos } from "#shared/kernel/money.ts";

const ROOM = 2 ** 52;

/** An amount as units that a double holds, or aside as money. */
const amount = fc.oneof(
  fc.integer({ min: -1_000, max: 1_000 }).map((units) => ({ units })),
  fc.integer({ min: -(ROOM - 1), max: ROOM - 1 }).map((units) => ({ units })),
  fc.constantFrom({ units: ROOM - 1 }, { units: -(ROOM - 1) }),
  fc.bigInt({ min: -(10n ** 38n), max: 10n ** 38n }).map((exact) => ({ exact })),
);

type Amount = { readonly units: number } | { readonly exact: bigint };

const SLOTS = 4;
const row = fc.record({ slot: fc.nat(SLOTS - 1), amounts: fc.tuple(amount, amount, amount, amount) });

const columnOf = (amounts: readonly Amount[], scale: number): AmountColumn => ({
  scale,
  units: Float64Array.from(amounts, (each) => ("units" in each ? each.units : Number.NaN)),
  exact: new Map(amounts.flatMap((each, at) => ("exact" in each ? [[at, attos(each.exact)] as const] : []))),
  lost: 0n,
  missing: 0,
});

test("sums are those of bigints, whatever the sizes, in whatever batches", () => {
  void fc.assert(
    fc.property(fc.nat(18), fc.array(fc.array(row, { maxLength: 40 }), { maxLength: 4 }), (scale, batches) => {
      const sums = makeExactSums();
      for (const rows of batches) {
        const columns = [0, 1, 2, 3].map((column) =>
          columnOf(
            rows.map(({ amounts }) => amounts[column] as Amount),
            scale,
          ),
        );
        sums.add(
          Int32Array.from(rows, ({ slot }) => slot),
          columns,
          rows.length,
        );
      }
      for (let slot = 0; slot < SLOTS; slot += 1) {
        const own = batches.flat().filter((each) => each.slot === slot);
        const expected = [0, 1, 2, 3].map((column) =>
          own.reduce((sum, { amounts }) => {
            const each = amounts[column] as Amount;
            return sum + ("exact" in each ? each.exact : BigInt(each.units) * 10n ** BigInt(18 - scale));
          }, 0n),
        );
        const { billed, effective, list, contracted } = sums.amountsOf(slot);
        expect([billed, effective, list, contracted]).toEqual(expected);
        expect(sums.rowsOf(slot)).toBe(own.length);
      }
    }),
    { numRuns: 300 },
  );
});

test("a million times 2^52 - 1 loses no unit", () => {
  const sums = makeExactSums();
  const rows = 100_000;
  const column: AmountColumn = {
    scale: 10,
    units: new Float64Array(rows).fill(ROOM - 1),
    exact: new Map(),
    lost: 0n,
    missing: 0,
  };
  for (let batch = 0; batch < 10; batch += 1) sums.add(new Int32Array(rows), [column, column, column, column], rows);
  expect(sums.amountsOf(0).billed).toBe(4_503_599_627_370_495n * 1_000_000n * 10n ** 8n);
});

test("a slot that nothing was added to is nothing, also after clearing", () => {
  const sums = makeExactSums();
  const one = columnOf([{ units: 5 }], 2);
  sums.add(Int32Array.from([3]), [one, one, one, one], 1);
  expect([sums.amountsOf(2).billed, sums.rowsOf(2), sums.amountsOf(9_999).billed]).toEqual([0n, 0, 0n]);
  sums.clear();
  expect([sums.amountsOf(3).billed, sums.rowsOf(3)]).toEqual([0n, 0]);
});

test("an amount that is aside and lacks is a fault, never nothing", () => {
  const column: AmountColumn = {
    scale: 10,
    units: Float64Array.from([Number.NaN]),
    exact: new Map(),
    lost: 0n,
    missing: 0,
  };
  expect(() => makeExactSums().add(new Int32Array(1), [column], 1)).toThrow(
    "Row 0 of a batch has no amount at scale 10",
  );
});
