import { expect, test } from "vitest";
import { parseCalendarDate, parseMonth } from "#shared/kernel/calendar.ts";

const dates: readonly (readonly [string, boolean])[] = [
  ["2028-02-29", true],
  ["2027-02-29", false],
  ["2027-04-31", false],
  ["2027-13-01", false],
  ["2027-1-1", false],
  ["31/03/2027", false],
  ["2027-03-31T00:00:00Z", false],
  ["", false],
];

test.each(dates)("%j names a day: %s", (text, expected) => {
  expect(parseCalendarDate(text)).toBe(expected ? text : undefined);
});

const months: readonly (readonly [string, boolean])[] = [
  ["2026-10", true],
  ["2026-00", false],
  ["2026-13", false],
  ["2026-1", false],
  ["2026-10-01", false],
];

test.each(months)("%j names a month: %s", (text, expected) => {
  expect(parseMonth(text)).toBe(expected ? text : undefined);
});
