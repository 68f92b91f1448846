import { describe, expect, test } from "vitest";
import { buildReport } from "#shared/cost/report/build-report.ts";
import type { CostReport } from "#shared/cost/report/cost-report.ts";
import type { ReportInput } from "#shared/cost/report/report-input.ts";
import { exactDecimal, parseMoney, sumMoney, ZERO } from "#shared/kernel/money.ts";
import { reportPage } from "#shared/rendering/cost-report/report-page.ts";
import { reportReader } from "#shared/rendering/cost-report/report-reader.ts";
import { BOOK, hashOf, LAST } from "#test/support/cost-company.ts";
import { EDITION, inputOf, periodsOf } from "#test/support/cost-year.ts";

const periods = periodsOf(7, ["2026-02"]);

function reportOf(more: Partial<ReportInput> = {}): CostReport {
  const built = buildReport(inputOf(7, { periods, ...more }));
  if (!built.ok) throw new Error(built.error.kind);
  return built.value;
}

const report = reportOf();
const page = reportPage(report);
const figures = new Map(
  reportReader(hashOf)
    .page(page)
    .map((each) => [each.figure, each]),
);

describe("the page", () => {
  test("fetches nothing and runs nothing", () => {
    expect(page).not.toMatch(/<script|<img|<link|<iframe|<object|@import|src=|href=|javascript:/i);
    expect(page.match(/url\([^)]*\)/g)).toEqual(["url(#hatch)"]);
    expect(page).toContain("default-src 'none'");
  });

  test("says what it cost to ask Cost Explorer, and nothing of it where nothing was asked", () => {
    const { imports } = inputOf(7, { periods });
    const asked = imports.map((each, at) => ({
      ...each,
      files: each.files.map((file) => ({ ...file, name: `cost-explorer://999988887777/2026-0${at + 1}?requests=3` })),
    }));
    const files = asked.flatMap((each) => each.files).length;
    expect(files).toBeGreaterThan(0);
    const words = `<dt>Asked of Cost Explorer</dt><dd>${files * 3} paid requests, USD 0.${String(files * 3).padStart(2, "0")}</dd>`;
    expect(reportPage(reportOf({ imports: asked }))).toContain(words);
    expect(page).not.toContain("Cost Explorer");
  });

  test("closes every element that it opens, in order", () => {
    const open: string[] = [];
    for (const [, end, name = "", empty] of page.matchAll(/<(\/?)([a-z][a-z0-9]*)(?:\s[^<>]*?)?(\/?)>/gi)) {
      if (empty === "/" || ["meta", "br"].includes(name)) continue;
      if (end === "/") expect(open.pop()).toBe(name);
      else open.push(name);
    }
    expect(open).toEqual([]);
  });

  test("names each figure once", () => {
    const names = reportReader(hashOf)
      .page(page)
      .map(({ figure }) => figure);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(names.length).toBeGreaterThan(300);
  });

  test("shows every amount with its exact value, and rows that add up to the totals", () => {
    const value = (figure: string) => parseMoney(figures.get(figure)?.value ?? "") ?? ZERO;
    expect(value("tie/billed")).toBe(report.tie.billed);
    expect(value("workloads/actual")).toBe(report.tie.effective);
    for (const column of ["direct", "shared", "actual"]) {
      const rows = [...figures.keys()].filter(
        (name) => name.startsWith("workloads/") && name.split("/").length === 3 && name.endsWith(`/${column}`),
      );
      expect(sumMoney(rows.map(value)), column).toBe(value(`workloads/${column}`));
    }
  });

  test("uses a real minus in every amount", () => {
    for (const { text, figure } of figures.values()) expect(text, figure).not.toContain("-");
  });

  test("is the same bytes for the same report", () => {
    expect(reportPage(reportOf())).toBe(page);
  });

  test("says in words what moved, why, and where it stands", () => {
    expect(page).toContain("The largest move is web-clickstream");
    expect(page).toMatch(/Ties: \$[\d,.]+ billed = /);
    expect(page).toContain("1 month has no data");
  });

  test("has a text for its picture", () => {
    const labels = [...page.matchAll(/role="img" aria-label="([^"]+)"/g)].map(([, label]) => label);
    expect(labels).toHaveLength(1);
    expect(labels[0]).toContain("budgets");
  });
});

test("a name out of a bill or the catalogue cannot bring an element into the page", () => {
  const evil = `"><script>alert(1)</script><!--`;
  const now = periods.find(({ period }) => period === LAST);
  if (now === undefined) throw new Error("no month");
  const hostile = {
    ...now,
    lines: now.lines.map((line) => ({ ...line, service: evil, rule: evil, invoice: evil })),
    resources: now.resources.map((line) => ({ ...line, service: evil, resource: evil })),
  };
  const book = { ...BOOK, company: evil, teams: new Map([...BOOK.teams].map(([id]) => [id, { title: evil }])) };
  const text = reportPage(
    reportOf({ periods: [hostile], book, edition: { ...EDITION, id: evil, title: evil, because: evil } }),
  );
  expect(text).not.toContain("<script");
  expect(text).not.toContain("<!--");
});

test("an untied report says so first, with the amount, and spreads it over nobody", () => {
  const [only] = inputOf(7, { periods }).imports;
  if (only === undefined) throw new Error("no import");
  const more = {
    ...only,
    periods: only.periods.map((each) => ({
      ...each,
      totals: { ...each.totals, billed: sumMoney([each.totals.billed, parseMoney("412.07") ?? ZERO]) },
    })),
  };
  const untied = reportOf({ imports: [more] });
  expect(untied.tie.tied).toBe(false);
  expect(untied.tie.differences.map(({ amount }) => exactDecimal(amount))).toEqual(["412.07"]);
  expect(reportPage(untied)).toContain("Does not tie");
  expect(reportPage(untied)).toContain("$412.07 is in the export but not in the ledger");
});

test("the first month of all has nothing to compare with, and says that instead of zero", () => {
  const first = reportOf({ periods: periods.filter(({ period }) => period === LAST) });
  const text = reportPage(first);
  expect(text).toContain("There is no data for the month before");
  expect(first.numbers.find(({ id }) => id === "against-last-month")?.amount).toBeUndefined();
  expect(text).toContain("12 months have no data");
});
