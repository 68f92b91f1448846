import { describe, expect, test } from "vitest";

import { parseCalendarDate } from "#shared/kernel/calendar.ts";
import { isoOf } from "#shared/kernel/time.ts";
import { dayEnd } from "#shared/policy/day-end.ts";

describe("a day is over", () => {
  test.each([
    { because: "London in winter is UTC", day: "2026-11-23", zone: "Europe/London", at: "2026-11-24T00:00:00.000Z" },
    {
      because: "London in summer is an hour ahead",
      day: "2026-07-01",
      zone: "Europe/London",
      at: "2026-07-01T23:00:00.000Z",
    },
    {
      because: "the day that summer begins has 23 hours",
      day: "2026-03-29",
      zone: "Europe/London",
      at: "2026-03-29T23:00:00.000Z",
    },
    {
      because: "the day before it begins is a winter day",
      day: "2026-03-28",
      zone: "Europe/London",
      at: "2026-03-29T00:00:00.000Z",
    },
    {
      because: "the day that summer ends has 25 hours",
      day: "2026-10-25",
      zone: "Europe/London",
      at: "2026-10-26T00:00:00.000Z",
    },
    {
      because: "the day before it ends is a summer day",
      day: "2026-10-24",
      zone: "Europe/London",
      at: "2026-10-24T23:00:00.000Z",
    },
    {
      because: "west of Greenwich it is over later",
      day: "2026-12-31",
      zone: "America/Los_Angeles",
      at: "2027-01-01T08:00:00.000Z",
    },
    { because: "half an hour counts", day: "2026-06-01", zone: "Asia/Kolkata", at: "2026-06-01T18:30:00.000Z" },
    {
      because: "Auckland changes in the middle of a UTC day",
      day: "2026-09-27",
      zone: "Pacific/Auckland",
      at: "2026-09-27T11:00:00.000Z",
    },
  ])("$day in $zone at $at: $because", ({ day, zone, at }) => {
    const date = parseCalendarDate(day);
    expect(date === undefined ? "" : isoOf(dayEnd(date, zone))).toBe(at);
  });
});
