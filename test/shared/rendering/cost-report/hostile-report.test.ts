import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { buildReport } from "#shared/cost/report/build-report.ts";
import type { CostReport } from "#shared/cost/report/cost-report.ts";
import { ledgerCsv, readLedgerCsv } from "#shared/rendering/cost-report/ledger-csv.ts";
import { pageStyle } from "#shared/rendering/cost-report/page-style.ts";
import { reportPage } from "#shared/rendering/cost-report/report-page.ts";
import { readCsv } from "#shared/rendering/csv.ts";
import { inputOf, periodsOf } from "#test/support/cost-year.ts";

const periods = periodsOf(7, ["2026-02"]);
const input = inputOf(7, { periods });

function built(): CostReport {
  const report = buildReport(input);
  if (!report.ok) throw new Error(report.error.kind);
  return report.value;
}

const report = built();

/** Words that the page chooses by, none of which comes out of a bill or a document. */
const CHOSEN: ReadonlySet<string> = new Set(["state", "data", "kind", "numbers"]);

/** The same report with every text in it made hostile, wherever it stands. */
function withTexts<Value>(value: Value, change: (text: string) => string, key = ""): Value {
  if (CHOSEN.has(key)) return value;
  if (typeof value === "string") return change(value) as Value;
  if (Array.isArray(value)) return value.map((each) => withTexts(each, change)) as Value;
  if (value === null || typeof value !== "object") return value;
  const members = Object.entries(value).map(([name, member]) => [name, withTexts(member, change, name)]);
  return Object.fromEntries(members) as Value;
}

/** The elements of a page, in order, with the names of their attributes: what a browser would make of it. */
const shapeOf = (page: string): readonly string[] =>
  [...page.matchAll(/<(\/?[a-z][a-z0-9]*)((?:\s+[a-z-]+="[^"]*")*)\s*\/?>/gi)].map(
    ([, name, attributes = ""]) => `${name}${attributes.replaceAll(/="[^"]*"/g, "")}`,
  );

const HOSTILE = [
  { because: "an element", text: "<img src=x onerror=alert(1)>" },
  { because: "the end of an attribute", text: `" onmouseover="alert(1)` },
  { because: "the end of an attribute in single quotes", text: `' style='x` },
  { because: "the end of the style sheet", text: "</style><script>alert(1)</script>" },
  { because: "the end of the title", text: "</title><h1>" },
  { because: "a comment", text: "<!-- " },
  { because: "what a template would fill in", text: "$& $` $' $1 @FOOT@" },
  { because: "an entity", text: "&lt;b&gt;" },
  { because: "a rule of a style sheet", text: '";} body{background:url(//evil)} @import "//evil' },
];

describe("whatever the texts of a report are", () => {
  const plain = shapeOf(reportPage(withTexts(report, (text) => `x${text}`)));

  test.each(HOSTILE)("the page has the same elements with the same attributes: $because", ({ text }) => {
    const page = reportPage(withTexts(report, (was) => `${text}${was}`));
    expect(shapeOf(page)).toEqual(plain);
    // As a truth value: a page in a message helps nobody.
    expect(/<(?:script|img|link|iframe|object|base|form)\b|<!--/i.test(page)).toBe(false);
  });

  test("the page has the same elements for any text at all, and shows no unseen character", () => {
    const texts = fc.string({ unit: fc.constantFrom(..."<>\"'&/=!-@{};:\\\n\u202e\u0000aé"), maxLength: 20 });
    fc.assert(
      fc.property(texts, (text) => {
        const page = reportPage(withTexts(report, (was) => `${text}${was}`));
        expect(shapeOf(page)).toEqual(plain);
        expect(["\u0000", "\u202e"].filter((unseen) => page.includes(unseen))).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });
});

describe("the daily totals as CSV", () => {
  const [now] = periods;
  if (now === undefined) throw new Error("no month");
  const lines = now.lines.slice(0, 40);

  test.each(["=cmd|' /C calc'!A0", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r\n=1", 'a","=1', " =1", "'=1", "＝1"])(
    "a name that is %j is text in every cell, and comes back as it was",
    (evil) => {
      const hostile = lines.map((line, index) => ({
        ...line,
        rule: evil,
        provider: evil,
        service: `${evil}${index}`,
        subAccount: evil,
        invoice: evil,
      }));
      const text = ledgerCsv(hostile);
      const read = readCsv(text);
      const cells = "rows" in read ? read.rows.slice(1).flatMap((row) => row.slice(0, 10)) : [];
      expect(cells.length).toBe(400);
      expect(cells.filter((cell) => /^\s*[=+\-@＝＋－＠]/.test(cell))).toEqual([]);
      const back = readLedgerCsv(text);
      expect(Array.isArray(back) ? back.map(({ service }) => service).toSorted() : back).toEqual(
        hostile.map(({ service }) => service).toSorted(),
      );
    },
  );

  test("are the same bytes in whatever order the lines come", () => {
    expect(ledgerCsv(lines.toReversed())).toBe(ledgerCsv(lines));
  });

  test("any text is read as a ledger or refused with its line: no fault", () => {
    const text = ledgerCsv(lines.slice(0, 3));
    fc.assert(
      fc.property(fc.nat(), fc.string({ maxLength: 3 }), (place, put) => {
        const at = place % text.length;
        const read = readLedgerCsv(text.slice(0, at) + put + text.slice(at + 1));
        expect(Array.isArray(read) || "line" in read).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

test("no text can leave the line at the foot of a printed page", () => {
  const sheet = pageStyle("");
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (foot) => {
      const added = pageStyle(foot).length - sheet.length;
      expect(added).toBeLessThanOrEqual(foot.length);
      const at = sheet.indexOf('@bottom-left{content:"') + '@bottom-left{content:"'.length;
      expect(pageStyle(foot).slice(at, at + added)).not.toMatch(/[<>"'\\{}();@\n]/);
      expect(pageStyle(foot).slice(at + added)).toBe(sheet.slice(at));
    }),
  );
});
