import * as fc from "fast-check";
import type { ParquetType } from "hyparquet";
import { describe, expect, test } from "vitest";
import { BillRefused } from "#shared/cost/batch.ts";
import { exactDecimal } from "#shared/kernel/money.ts";
import { type ParquetColumn, parquetBill } from "#test/support/bill-parquet.ts";
import { fileOf, tallied } from "#test/support/bills.ts";

const billed = async (costs: ParquetColumn) => {
  const { columns, lost } = await tallied(fileOf("bill", parquetBill({ costs, rowGroupSize: 3 })));
  return { billed: exactDecimal(columns.billed), effective: exactDecimal(columns.effective), lost: lost.billed };
};

type Kind = { readonly type: ParquetType; readonly type_length?: number };

const INT32: Kind = { type: "INT32" };
const INT64: Kind = { type: "INT64" };
const FIXED16: Kind = { type: "FIXED_LEN_BYTE_ARRAY", type_length: 16 };
const FIXED5: Kind = { type: "FIXED_LEN_BYTE_ARRAY", type_length: 5 };
const BYTES: Kind = { type: "BYTE_ARRAY" };

/** A DECIMAL column of raw integers of 10^-`scale`: a bigint is written as it is. */
const decimals = (kind: Kind, scale: number, raw: readonly (bigint | null)[]): ParquetColumn => ({
  element: { ...kind, converted_type: "DECIMAL", scale, precision: 38, repetition_type: "OPTIONAL" },
  values: raw,
});

describe("a DECIMAL is read to the last digit", () => {
  test.each<{ because: string; column: ParquetColumn; sum: string; lost?: bigint }>([
    { because: "whole numbers in 32 bits", column: decimals(INT32, 0, [7n, -3n]), sum: "4" },
    {
      because: "cents in 32 bits, at both ends",
      column: decimals(INT32, 2, [2147483647n, -2147483648n]),
      sum: "-0.01",
    },
    {
      because: "0.1 + 0.2, where doubles are wrong",
      column: decimals(INT64, 10, [1000000000n, 2000000000n]),
      sum: "0.3",
    },
    {
      because: "64 bits at both ends, by 10^-18",
      column: decimals(INT64, 18, [9223372036854775807n, -9223372036854775808n]),
      sum: "-0.000000000000000001",
    },
    {
      because: "more than a double's 53 bits",
      column: decimals(INT64, 2, [9007199254740993n, 1n]),
      sum: "90071992547409.94",
    },
    {
      because: "38 digits in 16 bytes",
      column: decimals(FIXED16, 18, [12345678901234567890123456789012345678n, 1n]),
      sum: "12345678901234567890.123456789012345679",
    },
    {
      because: "negative 38 digits in 16 bytes",
      column: decimals(FIXED16, 18, [-12345678901234567890123456789012345678n, -1n]),
      sum: "-12345678901234567890.123456789012345679",
    },
    { because: "five bytes", column: decimals(FIXED5, 2, [-549755813888n, 549755813887n]), sum: "-0.01" },
    {
      because: "as few bytes as each needs",
      column: decimals(BYTES, 10, [-1n, 255n, -256n, 32768n]),
      sum: "0.0000032766",
    },
    {
      because: "a credit after a charge",
      column: decimals(FIXED16, 11, [125_000_000_000n, -25_000_000_000n]),
      sum: "1",
    },
    {
      because: "20 decimals: rounded half to even once, and what that took is kept",
      column: decimals(FIXED16, 20, [150n, 250n, -150n]),
      // 1.5, 2.5 and -1.5 attos are 2, 2 and -2; -0.5 + 0.5 + 0.5 attos were taken.
      sum: "0.000000000000000002",
      lost: 5n * 10n ** 17n,
    },
    {
      because: "38 decimals",
      column: decimals(FIXED16, 38, [99999999999999999999999999999999999999n]),
      sum: "1",
      // 1 - 10^-38 misses 1 by 0.01 of 10^-36, which is rounded to nothing there.
      lost: 0n,
    },
  ])("$because: $sum", async ({ column, sum, lost = 0n }) => {
    expect(await billed(column)).toEqual({ billed: sum, effective: sum, lost });
  });

  test("where only the newer annotation says so", async () => {
    const element = { type: "INT64", repetition_type: "REQUIRED" } as const;
    const logical = { logical_type: { type: "DECIMAL", precision: 18, scale: 10 } } as const;
    const column = { element: { ...element, ...logical }, values: [1000000000n, 2000000000n] };
    expect((await billed(column)).billed).toBe("0.3");
  });

  test("of any size, scale and width: the sum is that of the integers", async () => {
    const kinds = fc.constantFrom(
      { kind: INT32, bits: 31 },
      { kind: INT64, bits: 63 },
      { kind: FIXED16, bits: 69 },
      { kind: BYTES, bits: 69 },
    );
    const columns = kinds.chain(({ kind, bits }) =>
      fc.record({
        kind: fc.constant(kind),
        scale: fc.integer({ min: 0, max: 18 }),
        raw: fc.array(
          fc
            .bigInt({ min: -(2n ** BigInt(bits)), max: 2n ** BigInt(bits) - 1n })
            .filter((each) => kind !== BYTES || each !== 0n),
          {
            minLength: 1,
            maxLength: 8,
          },
        ),
      }),
    );
    await fc.assert(
      fc.asyncProperty(columns, async ({ kind, scale, raw }) => {
        const { columns: sums } = await tallied(fileOf("bill", parquetBill({ costs: decimals(kind, scale, raw) })));
        expect(sums.billed).toBe(raw.reduce((sum, each) => sum + each, 0n) * 10n ** BigInt(18 - scale));
      }),
      { numRuns: 120 },
    );
  });

  test.each([
    { because: "no byte at all says no number, not even nothing", column: decimals(BYTES, 2, [1n, 0n]) },
    { because: "more digits than money holds", column: decimals(FIXED16, 0, [1n, 2n ** 126n]) },
  ])("is refused by row: $because", async ({ column }) => {
    await expect(billed(column)).rejects.toThrow(/row 2, column BilledCost: found ".*"; write a decimal number/);
  });

  test("and null is no amount", async () => {
    await expect(billed(decimals(FIXED16, 2, [1n, null]))).rejects.toThrow(
      'Cannot take in "bill": row 2, column BilledCost: found no value; write a decimal number such as -12.5',
    );
  });
});

describe("a DOUBLE is rounded once, to 10^-10", () => {
  const doubles = (values: readonly number[]): ParquetColumn => ({
    element: { type: "DOUBLE", repetition_type: "OPTIONAL" },
    values,
  });

  // Expected by Python's decimal: Decimal(value).quantize(Decimal("1e-10"), ROUND_HALF_EVEN).
  test.each([
    { because: "what was written, not its binary tail", values: [0.1, 0.2], sum: "0.3" },
    { because: "5e-11 lies above the half by 10^-28", values: [5e-11], sum: "0.0000000001" },
    { because: "1.5e-10 lies below the half", values: [1.5e-10], sum: "0.0000000001" },
    { because: "so does its opposite", values: [-1.5e-10], sum: "-0.0000000001" },
    { because: "2.5e-10 lies above it", values: [2.5e-10], sum: "0.0000000003" },
    { because: "0.99999999995 lies below it", values: [0.99999999995], sum: "0.9999999999" },
    { because: "half of the least counts as nothing", values: [2.5e-11, 2.5e-11], sum: "0" },
    { because: "each by itself, then added", values: [4e-11, 4e-11, 4e-11], sum: "0" },
    { because: "beyond 2^52 units", values: [99999999.12345679, 0.1], sum: "99999999.223456791" },
    { because: "larger than any bill", values: [1e20], sum: "100000000000000000000" },
    { because: "the least and nothing", values: [5e-324, 0, -0], sum: "0" },
  ])("$values are $sum: $because", async ({ values, sum }) => {
    expect(await billed(doubles(values))).toEqual({ billed: sum, effective: sum, lost: 0n });
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e21])(
    "%s is no amount",
    async (value) => {
      await expect(billed(doubles([1, value]))).rejects.toThrow(BillRefused);
    },
  );

  test("any sum of amounts with ten decimals is exact", async () => {
    const units = fc.array(fc.integer({ min: -(10 ** 14), max: 10 ** 14 }), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(units, async (all) => {
        const { columns } = await tallied(
          fileOf("bill", parquetBill({ costs: doubles(all.map((each) => each / 1e10)) })),
        );
        expect(columns.billed).toBe(BigInt(all.reduce((sum, each) => sum + each, 0)) * 10n ** 8n);
      }),
      { numRuns: 120 },
    );
  });
});
