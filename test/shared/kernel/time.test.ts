import { expect, test } from "vitest";
import { isoOf, parseIso } from "#shared/kernel/time.ts";

test.each([
  { text: "2026-11-23T02:39:00Z", iso: "2026-11-23T02:39:00.000Z" },
  { text: "2026-11-23T02:39Z", iso: "2026-11-23T02:39:00.000Z" },
  { text: "2028-02-29T10:00:00Z", iso: "2028-02-29T10:00:00.000Z" },
  { text: "2026-11-23T00:30:00+01:00", iso: "2026-11-22T23:30:00.000Z" },
  { text: "2026-11-23T02:39:00.5+01:00", iso: "2026-11-23T01:39:00.500Z" },
])("$text is a moment", ({ text, iso }) => {
  const moment = parseIso(text);
  expect(moment === undefined ? undefined : isoOf(moment)).toBe(iso);
});

test.each([
  { text: "2026-11-23T02:39:00", because: "no zone: another moment on another machine" },
  { text: "2026-11-23", because: "a day is no moment" },
  { text: "2023-02-01T30:00:00Z", because: "an hour that does not exist" },
  { text: "2026-02-30T10:00:00Z", because: "a day that does not exist is not the one after it" },
  { text: "2027-02-29T10:00:00Z", because: "no leap year" },
  { text: "2026-11-23T10:00:00+99:00", because: "no zone is that far off" },
  { text: "now", because: "no moment" },
  { text: "", because: "empty" },
])("$text is refused: $because", ({ text }) => {
  expect(parseIso(text)).toBeUndefined();
});
