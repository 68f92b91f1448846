import { describe, expect, test } from "vitest";
import { type LedgerLine, month } from "#shared/cost/ledger.ts";
import { daysIn, endOf, monthsAfter, monthsBetween, periodStart, thirteenMonths } from "#shared/cost/report/months.ts";
import { finalFrom, finalityOf } from "#shared/cost/report/report-record.ts";
import { epochMillis, isoOf } from "#shared/kernel/time.ts";
import { periodsOf } from "#test/support/cost-year.ts";

test.each([
  { from: "2026-10", count: 3, later: "2027-01" },
  { from: "2026-01", count: -1, later: "2025-12" },
  { from: "2026-10", count: -12, later: "2025-10" },
  { from: "2026-10", count: 0, later: "2026-10" },
])("$count months after $from is $later, and the way back is as long", ({ from, count, later }) => {
  expect(monthsAfter(month(from), count)).toBe(later);
  expect(monthsBetween(month(from), month(later))).toBe(count);
});

test("thirteen months begin with the same month of last year", () => {
  const months = thirteenMonths(month("2026-02"));
  expect([months.length, months[0], months.at(-1)]).toEqual([13, "2025-02", "2026-02"]);
});

test.each([
  { of: "2026-12", end: "2027-01-01T00:00:00.000Z", length: 31 },
  { of: "2024-02", end: "2024-03-01T00:00:00.000Z", length: 29 },
])("$of ends at $end after $length days", ({ of, end, length }) => {
  expect([isoOf(endOf(month(of))), daysIn(month(of))]).toEqual([end, length]);
});

test.each([
  { of: "2026-11", period: "quarter" as const, start: "2026-10" },
  { of: "2026-03", period: "quarter" as const, start: "2026-01" },
  { of: "2026-11", period: "year" as const, start: "2026-01" },
  { of: "2026-11", period: "month" as const, start: "2026-11" },
])("the $period of $of begins with $start", ({ of, period, start }) => {
  expect(periodStart(month(of), period)).toBe(start);
});

describe("a month is final", () => {
  const lines = periodsOf(7).at(-1)?.lines ?? [];
  const open: readonly LedgerLine[] = lines.map(({ invoice: _, ...line }, index) =>
    index === 0 ? line : (lines[index] ?? line),
  );
  const at = (iso: string) => epochMillis(Date.parse(iso));
  test.each([
    { lines, now: "2026-10-31T23:59:59.999Z", final: false, because: "the month is not over, invoice or not" },
    { lines, now: "2026-11-01T00:00:00Z", final: true, because: "all is on an invoice" },
    { lines: open, now: "2026-11-10T23:59:59.999Z", final: false, because: "one row is on no invoice" },
    { lines: open, now: "2026-11-11T00:00:00Z", final: true, because: "ten days have passed, that moment included" },
  ])("or not ($final) at $now: $because", ({ lines: all, now, final }) => {
    expect(finalityOf(month("2026-10"), all, at(now)).final).toBe(final);
  });

  test("says how many rows wait for an invoice", () => {
    expect(finalityOf(month("2026-10"), open, at("2026-11-02T00:00:00Z")).because).toContain(
      "24 rows are not on an invoice yet",
    );
    expect(isoOf(finalFrom(month("2026-10")))).toBe("2026-11-11T00:00:00.000Z");
  });
});
