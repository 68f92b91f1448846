import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";

import { textOfCsv } from "#shared/adapters/focus/csv-text.ts";
import { BillRefused } from "#shared/cost/batch.ts";
import { exactDecimal } from "#shared/kernel/money.ts";
import { CHARGE, csvOf, fileOf, tallied } from "#test/support/bills.ts";

const read = (content: string | Uint8Array) => tallied(fileOf("bill", content));

/** The sentence after the name of the file. */
async function refusal(content: string | Uint8Array): Promise<string> {
  const fault: unknown = await read(content).catch((thrown: unknown) => thrown);
  if (!(fault instanceof BillRefused)) throw new Error(`It was not refused: ${String(fault)}`);
  return fault.message.replace('Cannot take in "bill": ', "");
}

const utf16 = (text: string): Uint8Array => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]);

describe("a CSV is read", () => {
  test.each<{ because: string; content: string | Uint8Array }>([
    { because: "as it is", content: csvOf([{}]) },
    { because: "behind a byte order mark", content: `\uFEFF${csvOf([{}])}` },
    { because: "with CR LF", content: csvOf([{}]).replaceAll("\n", "\r\n") },
    { because: "with empty lines", content: csvOf([{}]).replaceAll("\n", "\n\n") },
    { because: "without a line end at its end", content: csvOf([{}]).trimEnd() },
    { because: "packed", content: gzipSync(csvOf([{}])) },
    { because: "without a zone, which is UTC", content: csvOf([{ ChargePeriodStart: "2026-10-03 00:00:00" }]) },
    { because: "with an offset", content: csvOf([{ ChargePeriodStart: "2026-10-03T02:00:00+02:00" }]) },
    { because: "as a date", content: csvOf([{ ChargePeriodStart: "2026-10-03" }]) },
    { because: "in exponents", content: csvOf([{ BilledCost: "125E-2" }]) },
  ])("$because", async ({ content }) => {
    const { lines, columns } = await read(content);
    expect([exactDecimal(columns.billed), lines[0]?.line.day, lines[0]?.line.rule]).toEqual([
      "1.25",
      "2026-10-03",
      "tag Workload=orders-etl",
    ]);
  });

  test.each(["NULL", "null", "(null)", ""])("%s is no value", async (nothing) => {
    const { lines } = await read(csvOf([{ ResourceId: nothing, Tags: nothing, ChargeClass: nothing }]));
    expect(lines[0]?.line).toMatchObject({ bearer: { kind: "unallocated" }, correction: false });
  });

  test("two tag keys of one meaning count a row once", async () => {
    const { lines, rows } = await read(csvOf([{ Tags: '{" Workload":"other","Workload":"orders-etl"}' }]));
    expect(rows).toBe(1);
    expect(lines.map(({ line }) => [line.bearer, line.rows])).toEqual([
      [{ kind: "workload", workload: "orders-etl" }, 1],
    ]);
  });

  test("names of JavaScript's own are names like any other", async () => {
    const columns = [...Object.keys(CHARGE), "__proto__", "constructor"];
    const { lines } = await tallied(fileOf("bill", csvOf([{ Tags: '{"__proto__":"x","constructor":"y"}' }], columns)));
    expect(lines).toHaveLength(1);
    expect(({} as { x?: string }).x).toBeUndefined();
  });

  test("ServiceProviderName is what ProviderName was before FOCUS 1.3", async () => {
    const { accounts } = await read(csvOf([{}]).replace("ProviderName", "ServiceProviderName"));
    expect(accounts).toEqual(["AWS/111122223333"]);
  });

  test("an amount beyond 18 decimals is rounded once, and what that took is kept", async () => {
    const { columns, lost } = await read(csvOf([{ BilledCost: "0.0000000000000000015" }]));
    expect(exactDecimal(columns.billed)).toBe("0.000000000000000002");
    expect(lost.billed).toBe(-5n * 10n ** 17n);
  });
});

describe("a CSV is refused", () => {
  const cell = (column: string, value: string) => csvOf([{}, { [column]: value }]);

  test.each<{ because: string; content: string | Uint8Array; message: string }>([
    { because: "no bytes", content: "", message: "it is empty" },
    { because: "UTF-16", content: utf16(csvOf([{}])), message: "it is in UTF-16; save it as UTF-8" },
    {
      because: "Latin 1",
      content: Buffer.from(cell("ServiceName", "Caf\u00e9"), "latin1"),
      message: "it is not in UTF-8; save it as UTF-8",
    },
    {
      because: "semicolons",
      content: csvOf([{ Tags: "" }]).replaceAll(",", ";"),
      message: "its cells are not separated by commas; write commas",
    },
    {
      because: "a column is missing",
      content: csvOf(
        [{}],
        Object.keys(CHARGE).filter((name) => name !== "BilledCost"),
      ),
      message: 'it has no column "BilledCost"; FOCUS requires it',
    },
    {
      because: "a column is misspelt",
      content: csvOf([{}]).replace("BilledCost", "billedcost"),
      message:
        'it has no column "BilledCost" (there is "billedcost": names count as FOCUS writes them); FOCUS requires it',
    },
    {
      because: "a column stands there twice",
      content: csvOf([{}]).replace("ListCost", "BilledCost"),
      message: 'it has two columns "BilledCost"; keep one',
    },
    {
      because: "a formula for an amount",
      content: cell("BilledCost", "=SUM(A1:A9)"),
      message: 'row 2, column BilledCost: found "=SUM(A1:A9)"; write a decimal number such as -12.5',
    },
    {
      because: "a picture of an amount",
      content: cell("BilledCost", "$10,000.00 "),
      message: 'row 2, column BilledCost: found "$10,000.00 "; write a decimal number such as -12.5',
    },
    {
      because: "no amount",
      content: cell("EffectiveCost", "NULL"),
      message: "row 2, column EffectiveCost: found no value; write a decimal number such as -12.5",
    },
    {
      because: "not a number",
      content: cell("BilledCost", "NaN"),
      message: 'row 2, column BilledCost: found "NaN"; write a decimal number such as -12.5',
    },
    {
      because: "an impossible hour",
      content: cell("ChargePeriodStart", "2026-10-03T30:00:00Z"),
      message: 'row 2, column ChargePeriodStart: found "2026-10-03T30:00:00Z"; write 2026-10-31T00:00:00Z',
    },
    {
      because: "an impossible day",
      content: cell("ChargePeriodStart", "2026-02-30"),
      message: 'row 2, column ChargePeriodStart: found "2026-02-30"; write 2026-10-31T00:00:00Z',
    },
    {
      because: "a moment before all bills",
      content: cell("ChargePeriodStart", "1066-10-14"),
      message: 'row 2, column ChargePeriodStart: found "1066-10-14T00:00:00.000Z"; write 2026-10-31T00:00:00Z',
    },
    {
      because: "no moment",
      content: cell("BillingPeriodStart", ""),
      message: "row 2, column BillingPeriodStart: found no value; write 2026-10-31T00:00:00Z",
    },
    {
      because: "an end before its start",
      content: cell("ChargePeriodEnd", "2026-10-02T00:00:00Z"),
      message:
        'row 2, column ChargePeriodEnd: found "2026-10-02T00:00:00.000Z", before the start "2026-10-03T00:00:00.000Z"',
    },
    {
      because: "an unknown category",
      content: cell("ChargeCategory", "Rental"),
      message: 'row 2, column ChargeCategory: found "Rental"; write one of Usage, Purchase, Tax, Credit, Adjustment',
    },
    {
      because: "an unknown class",
      content: cell("ChargeClass", "Restated"),
      message: 'row 2, column ChargeClass: found "Restated"; write Correction, or nothing',
    },
    {
      because: "no currency",
      content: cell("BillingCurrency", "US$"),
      message: 'row 2, column BillingCurrency: found "US$"; write an ISO 4217 code such as USD',
    },
    {
      because: "tags that are no JSON",
      content: cell("Tags", "team=orders"),
      message: 'row 2, column Tags: found "team=orders"; write a JSON object of texts, each key once',
    },
    {
      because: "a tag stands twice, and the cost would be whoever's the last one names",
      content: cell("Tags", '{"Workload":"a","Workload":"b"}'),
      message: `row 2, column Tags: found "{"Workload":"a","Workload":"b"}"; write a JSON object of texts, each key once`,
    },
    {
      because: "tags that are a list",
      content: cell("Tags", '["a"]'),
      message: `row 2, column Tags: found "["a"]"; write a JSON object of texts, each key once`,
    },
    {
      because: "a row with a cell too few",
      content: `${csvOf([{}])}1,2,3\n`,
      message:
        "line 3: found another number of cells than the header has; a cell may lack its quotes, or the file is cut off",
    },
    {
      because: "cut off within quotes",
      content: csvOf([{}]).trimEnd().slice(0, -1),
      message: "line 2: found a quote that never closes; the file may be cut off, fetch it again",
    },
    {
      because: "a cell without end",
      content: csvOf([{ ServiceName: "x".repeat(1_100_000) }]),
      message: "line 2: found a row longer than 1000000 characters; a quote may not be closed",
    },
    { because: "a ZIP", content: Buffer.from("PK\u0003\u0004rest"), message: "it is a ZIP archive; unpack it first" },
    {
      because: "gzip of nothing",
      content: gzipSync(""),
      message: "it has no header; write the names of the FOCUS columns in the first line",
    },
    {
      because: "half a Parquet",
      content: Buffer.from("PAR1 and no end"),
      message: expect.stringMatching(/^it is no whole Parquet file \(.*\); fetch it again$/) as string,
    },
  ])("$because", async ({ content, message }) => {
    expect(await refusal(content)).toEqual(message);
  });

  test("a bomb stops at 300 times its size, long before it is unfolded", async () => {
    const bomb = gzipSync(Buffer.alloc(120 * 1024 * 1024));
    const pieces = async () => {
      for await (const _ of textOfCsv(fileOf("bomb", bomb), true)) expect.anything();
    };
    await expect(pieces()).rejects.toThrow(
      'Cannot take in "bomb": it unfolds to more than 300 times its size; write a bill, not a bomb',
    );
  });
});
