import fc from "fast-check";
import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, test } from "vitest";

import { BillRefused } from "#shared/cost/batch.ts";
import { exactDecimal } from "#shared/kernel/money.ts";
import { byWorkloadTag, csvOf, fileOf, NOTHING_ELSE, tallied } from "#test/support/bills.ts";

const read = (content: string | Uint8Array) => tallied(fileOf("bill", content));

/** The sentence after the name of the file. */
async function refusal(content: string | Uint8Array): Promise<string> {
  const fault: unknown = await read(content).catch((thrown: unknown) => thrown);
  if (!(fault instanceof BillRefused)) throw new Error(`It was not refused: ${String(fault)}`);
  return fault.message.replace('Cannot take in "bill": ', "");
}

describe("a Parquet", () => {
  const moments = (text: string) => [new Date(text), new Date(text)];
  const base = [
    { name: "BilledCost", data: [0.1, 0.2], type: "DOUBLE" as const },
    { name: "EffectiveCost", data: [1.005, -0.3], type: "DOUBLE" as const },
    { name: "ListCost", data: [null, 0.25], type: "DOUBLE" as const },
    { name: "ContractedCost", data: [0.1, 0.2], type: "DOUBLE" as const },
    { name: "BillingCurrency", data: ["USD", "USD"], type: "STRING" as const },
    { name: "ChargeCategory", data: ["Usage", "Usage"], type: "STRING" as const },
    { name: "BillingPeriodStart", data: moments("2026-10-01T00:00:00Z"), type: "TIMESTAMP" as const },
    { name: "ChargePeriodStart", data: moments("2026-10-03T00:00:00Z"), type: "TIMESTAMP" as const },
    { name: "Tags", data: ['{"Workload":"orders-etl"}', null], type: "STRING" as const },
  ];
  type Column = (typeof base)[number];
  const bytesOf = (columnData: readonly { name: string; data: unknown[]; type?: Column["type"] }[]) =>
    new Uint8Array(
      parquetWriteBuffer({ columnData: [...columnData] as Parameters<typeof parquetWriteBuffer>[0]["columnData"] }),
    );
  const without = (name: string) => base.filter((column) => column.name !== name);

  test("of DOUBLEs is rounded once to 10^-10: 0.1 and 0.2 are 0.3", async () => {
    const { columns, missing } = await read(bytesOf(base));
    expect([exactDecimal(columns.billed), exactDecimal(columns.effective), exactDecimal(columns.list)]).toEqual([
      "0.3",
      "0.705",
      "0.25",
    ]);
    expect(missing).toEqual({ list: 1, contracted: 0 });
  });

  test("gives the same totals as its CSV", async () => {
    const fromParquet = await read(bytesOf(base));
    const fromCsv = await tallied(
      fileOf("bill", csvOf([{ ProviderName: "" }, { ProviderName: "", Tags: "" }])),
      NOTHING_ELSE,
      byWorkloadTag,
    );
    const kinds = (lines: typeof fromCsv.lines) => lines.map(({ line }) => [line.day, line.bearer.kind, line.rows]);
    expect(kinds(fromParquet.lines)).toEqual(kinds(fromCsv.lines));
  });

  test.each([
    {
      because: "a cost of texts that are none",
      columns: [...without("BilledCost"), { name: "BilledCost", data: ["1", "one"], type: "STRING" as const }],
      message: 'row 2, column BilledCost: found "one"; write a decimal number such as -12.5',
    },
    {
      because: "a cost that is null",
      columns: [...without("BilledCost"), { name: "BilledCost", data: [1, null], type: "DOUBLE" as const }],
      message: "row 2, column BilledCost: found no value; write a decimal number such as -12.5",
    },
    {
      because: "a moment that is null",
      columns: [
        ...without("ChargePeriodStart"),
        { name: "ChargePeriodStart", data: [new Date(0), null], type: "TIMESTAMP" as const },
      ],
      message: "row 2, column ChargePeriodStart: found no value; write 2026-10-31T00:00:00Z",
    },
    {
      because: "a column of another type",
      columns: [...without("BilledCost"), { name: "BilledCost", data: [true, false], type: "BOOLEAN" as never }],
      message: "column BilledCost is of type BOOLEAN; write DECIMAL(38,18), DOUBLE or text",
    },
    {
      because: "a column too few",
      columns: without("BillingCurrency"),
      message: 'it has no column "BillingCurrency"; FOCUS requires it',
    },
  ])("is refused for $because", async ({ columns, message }) => {
    expect(await refusal(bytesOf(columns))).toBe(message);
  });

  test("cut off anywhere, or with a byte turned over, is refused by name or read; nothing else is thrown", async () => {
    const whole = bytesOf(base);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(whole.length - 1),
        fc.integer({ min: 1, max: 255 }),
        fc.boolean(),
        async (at, flip, cut) => {
          const damaged = cut ? whole.slice(0, at) : whole.map((byte, index) => (index === at ? byte ^ flip : byte));
          await read(damaged).catch((fault: unknown) => {
            if (!(fault instanceof BillRefused)) throw fault;
          });
        },
      ),
      { numRuns: 300 },
    );
  });
});
