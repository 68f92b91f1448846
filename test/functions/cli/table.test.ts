import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Column, table } from "#functions/cli/table.ts";

type Row = { readonly id: string; readonly arn: string; readonly count: number };

const COLUMNS: readonly Column<Row>[] = [
  { head: "id", cell: ({ id }) => id, whole: true },
  { head: "arn", cell: ({ arn }) => arn },
  { head: "count", cell: ({ count }) => `${count}`, right: true },
];

const rows: readonly Row[] = [
  { id: "F-1", arn: "arn:aws:s3:::orders-raw-eu-west-1-production", count: 7 },
  { id: "F-22", arn: "arn:aws:s3:::a", count: 1_200 },
];

describe("a table", () => {
  test("has no borders, heads in capitals, numbers to the right", () => {
    expect(table(rows, COLUMNS, { width: undefined, plain: false })).toBe(
      [
        "ID    ARN                                           COUNT",
        "F-1   arn:aws:s3:::orders-raw-eu-west-1-production      7",
        "F-22  arn:aws:s3:::a                                 1200",
        "",
      ].join("\n"),
    );
  });

  test("gives way in the middle of the widest column, never in an id", () => {
    expect(table(rows, COLUMNS, { width: 40, plain: false })).toBe(
      [
        "ID    ARN                          COUNT",
        "F-1   arn:aws:s3:::…-1-production      7",
        "F-22  arn:aws:s3:::a                1200",
        "",
      ].join("\n"),
    );
  });

  test("for screen readers is lines of label and value, with an empty line between rows", () => {
    expect(table(rows, COLUMNS, { width: 20, plain: true })).toBe(
      [
        "id: F-1",
        "arn: arn:aws:s3:::orders-raw-eu-west-1-production",
        "count: 7",
        "",
        "id: F-22",
        "arn: arn:aws:s3:::a",
        "count: 1200",
        "",
      ].join("\n"),
    );
  });

  test("never cuts a number or a moment", () => {
    const cut = table(
      [{ id: "R-1", arn: "list and read files under s3://orders/", count: 54_659 }],
      [
        ...COLUMNS,
        { head: "lapses", cell: () => "2026-11-28T02:24" },
        { head: "billed", cell: () => "54659.2958395846 USD", right: true },
      ],
      { width: 70, plain: false },
    );
    expect(cut).toBe(
      [
        "ID   ARN                 COUNT  LAPSES                          BILLED",
        "R-1  list and …/orders/  54659  2026-11-28T02:24  54659.2958395846 USD",
        "",
      ].join("\n"),
    );
  });

  test("is lines of label and value in a window too narrow for any of it", () => {
    expect(table(rows.slice(0, 1), COLUMNS, { width: 20, plain: false })).toBe(
      "id: F-1\narn: arn:aws:s3:::orders-raw-eu-west-1-production\ncount: 7\n",
    );
  });

  test("shows escaped what others wrote to steer a terminal", () => {
    const hostile = [{ id: "F-1", arn: "\u001b[2J\u202eevil\nF-2  fine", count: 0 }];
    expect(table(hostile, COLUMNS, { width: undefined, plain: false })).toContain(
      "\\u001b[2J\\u202eevil\\u000aF-2  fine",
    );
  });

  test("has a line for each row and no control character but line ends, whatever the texts and the width", () => {
    const row = fc.record({ id: fc.string({ unit: "binary" }), arn: fc.string({ unit: "binary" }), count: fc.nat() });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 5 }), fc.integer({ min: 1, max: 200 }), (many, width) => {
        const lines = table(many, COLUMNS, { width, plain: false }).split("\n");
        const isTable = lines[0]?.startsWith("ID ") === true;
        expect(lines).toHaveLength(isTable ? many.length + 2 : Math.max(1, many.length * (COLUMNS.length + 1)));
        expect(lines.join("")).not.toMatch(/\p{Cc}/u);
      }),
    );
  }, 30_000);
});
