import { describe, expect, test } from "vitest";
import { buildReport } from "#shared/cost/report/build-report.ts";
import { pageStyle } from "#shared/rendering/cost-report/page-style.ts";
import { reportPage } from "#shared/rendering/cost-report/report-page.ts";
import { inputOf, periodsOf } from "#test/support/cost-year.ts";

const sheet = pageStyle("report 1");

/** The colours that a block of custom properties sets. */
const coloursAfter = (start: string): ReadonlyMap<string, string> => {
  const at = sheet.indexOf(start);
  if (at < 0) throw new Error(`the sheet has no ${start}`);
  const block = sheet.slice(at, sheet.indexOf("}", at));
  return new Map([...block.matchAll(/--([a-z]+):(#[0-9a-f]{3,6})/g)].map(([, name = "", value = ""]) => [name, value]));
};

const light = coloursAfter(":root{color-scheme");
const dark = coloursAfter("@media (prefers-color-scheme:dark){:root{");
const print = coloursAfter("@media print{:root{");

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(colour: string): number {
  const hex = colour.length === 4 ? [...colour.slice(1)].map((digit) => digit + digit).join("") : colour.slice(1);
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one = "", other = ""): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].toSorted((left, right) => left - right);
  return (high + 0.05) / (low + 0.05);
}

describe("the style of the page", () => {
  test("gives every colour for light, for dark and for paper", () => {
    expect([...dark.keys()].toSorted()).toEqual([...light.keys()].toSorted());
    expect([...print.keys()].toSorted()).toEqual([...light.keys()].toSorted());
  });

  test("uses no colour that is not given", () => {
    const used = new Set([...sheet.matchAll(/var\(--([a-z]+)\)/g)].map(([, name]) => name ?? ""));
    expect([...used].filter((name) => !light.has(name))).toEqual([]);
  });

  // WCAG 2.2: 4.5 for text (1.4.3), 3 for the parts of a chart that carry meaning (1.4.11).
  test.each([
    { name: "light", colours: light },
    { name: "dark", colours: dark },
    { name: "print", colours: print },
  ])("can be read in $name: text 4.5 to 1, bars 3 to 1", ({ colours }) => {
    const card = colours.get("card");
    for (const text of ["ink", "soft", "up", "down", "good"])
      expect(contrast(colours.get(text), card), text).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colours.get("series"), card), "series").toBeGreaterThanOrEqual(3);
    expect(contrast(colours.get("soft"), colours.get("head")), "head").toBeGreaterThanOrEqual(4.5);
  });

  test("has its rules for paper: size, page numbers, repeated heads, unbroken rows, colours kept", () => {
    for (const rule of [
      "@page{size:A4",
      "counter(page)",
      "thead{display:table-header-group}",
      "break-inside:avoid",
      "print-color-adjust:exact",
      "details::details-content{content-visibility:visible",
      'content:"report 1"',
    ])
      expect(sheet).toContain(rule);
  });

  test("fetches nothing", () => {
    expect(sheet).not.toMatch(/https?:|@import|url\((?!#hatch\))|@font-face/);
  });
});

describe("a picture of the page", () => {
  const built = buildReport(inputOf(7, { periods: periodsOf(7, ["2026-02"]) }));
  if (!built.ok) throw new Error(built.error.kind);
  const page = reportPage(built.value);
  const sections = page.split("<section ").slice(1);

  test("has its sentence as its name, and its table beside it", () => {
    const pictured = sections.filter((section) => section.includes('role="img"'));
    expect(pictured.length).toBeGreaterThan(0);
    for (const section of pictured) {
      const name = /role="img" aria-label="([^"]+)"/.exec(section)?.[1] ?? "";
      expect(section).toContain(`<p class="finding">${name}</p>`);
      expect(section).toMatch(/<table>[\s\S]*<data value=/);
    }
  });

  test("that is a bar is hidden from readers of text, whose row says the same in numbers", () => {
    const rows = [...page.matchAll(/<tr[^>]*>[\s\S]*?<\/tr>/g)]
      .map(([row]) => row)
      .filter((row) => row.includes("<svg"));
    expect(rows.length).toBeGreaterThan(10);
    for (const row of rows) {
      expect(row).toMatch(/<svg class="inbar"[^>]*aria-hidden="true" focusable="false"/);
      expect(row).toMatch(/<data value="-?[\d.]+"/);
    }
  });

  test("never leaves its frame: no mark begins before it, has no width, or is no number", () => {
    const numbers = [...page.matchAll(/<(?:rect|line|text)[^>]*>/g)].flatMap(([mark]) =>
      [...mark.matchAll(/\s(?:x|x1|x2|width|height|y|y1|y2)="([^"]*)"/g)].map(([, value = ""]) => value),
    );
    expect(numbers.length).toBeGreaterThan(100);
    for (const number of numbers) expect(number).toMatch(/^\d+(\.\d+)?%?$/);
  });

  test("stands in a page of which every part but the five numbers says in a sentence what it found", () => {
    const silent = sections
      .filter((section) => !section.startsWith('id="numbers"'))
      .filter((section) => !/<h2>[^<]+<\/h2><p class="finding">[^<\s]/.test(section));
    expect(silent.map((section) => section.slice(0, 40))).toEqual([]);
  });
});
