import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { csvText, plainCell, readCsv } from "#shared/rendering/csv.ts";

describe("a cell", () => {
  test.each([
    { because: "plain text", cell: "Amazon S3", text: "Amazon S3" },
    { because: "a comma", cell: "a,b", text: '"a,b"' },
    { because: "a quote", cell: 'say "x"', text: '"say ""x"""' },
    { because: "a formula", cell: "=SUM(A1)", text: `"'=SUM(A1)"` },
    { because: "a formula with a link in it", cell: '=HYPERLINK("http://x")', text: `"'=HYPERLINK(""http://x"")"` },
    { because: "a plus", cell: "+1", text: `"'+1"` },
    { because: "a minus that is no amount", cell: "-1+cmd", text: `"'-1+cmd"` },
    { because: "an at sign", cell: "@x", text: `"'@x"` },
    { because: "a tab", cell: "\t=1", text: `"'\t=1"` },
    { because: "a line break", cell: "\r=1", text: `"'\r=1"` },
    { because: "a formula behind a space", cell: " =1", text: `"' =1"` },
    { because: "a full-width formula", cell: "＝1", text: `"'＝1"` },
    { because: "an apostrophe of its own", cell: "'=1", text: `"''=1"` },
  ])("with $because is written safely and read back as it was", ({ cell, text }) => {
    expect(csvText([[cell]])).toBe(`${text}\r\n`);
    const read = readCsv(csvText([[cell]]));
    expect("rows" in read && read.rows.map((row) => row.map(plainCell))).toEqual([[cell]]);
  });

  test.each(["-12.5", "0", "0.000000000000000001", "-340282366920938463463"])(
    "that is the amount %s stays a number",
    (decimal) => {
      expect(csvText([[{ decimal }]])).toBe(`${decimal}\r\n`);
    },
  );

  test.each(["=1", "1e5", "--1", "", "1,5", "-"])("cannot be the amount %j", (decimal) => {
    expect(() => csvText([[{ decimal }]])).toThrow(TypeError);
  });
});

test("any texts come back as they were, and none begins as a formula does", () => {
  const cell = fc.oneof(
    fc.string(),
    fc.string({ unit: fc.constantFrom("=", "+", "-", "@", "\t", "\r", "\n", "'", '"', ",", " ", "a", "＝") }),
  );
  void fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 }), (rows) => {
      const text = csvText(rows);
      const read = readCsv(text);
      expect("rows" in read && read.rows.map((row) => row.map(plainCell))).toEqual(rows);
      for (const row of "rows" in read ? read.rows : [])
        for (const each of row) expect(each).not.toMatch(/^\s*[=+\-@＝＋－＠]/);
    }),
  );
});

test("any text at all is read, or its first wrong line is named", () => {
  void fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('"', ",", "\r\n", "\r", "\n", "a") }), (text) => {
      const read = readCsv(text);
      expect("rows" in read || read.line > 0).toBe(true);
    }),
  );
});
