import type { CalendarDate } from "#shared/kernel/calendar.ts";
import { type EpochMillis, epochMillis } from "#shared/kernel/time.ts";

const DAY = 86_400_000;

/**
 * The moment a day is over in a zone: the next day's first. What ends on a day, ends here, excluded.
 *
 * Days of 23 and 25 hours count: the zone's clock is read just before and after the guess.
 *
 * @param zone - IANA name; an unknown one throws RangeError
 */
export function dayEnd(day: CalendarDate, zone: string): EpochMillis {
  const next = Date.parse(`${day}T00:00:00Z`) + DAY;
  const first = next - offsetAt(next, zone);
  // Where the offset changes between the guess and the answer, the second reading is the right one.
  return epochMillis(next - offsetAt(first, zone));
}

/** How far the zone's clock is ahead of UTC at a moment, in milliseconds. */
function offsetAt(moment: number, zone: string): number {
  const parts = clockOf(zone).formatToParts(moment);
  const [year = 0, month = 1, ...rest] = (["year", "month", "day", "hour", "minute", "second"] as const).map((name) =>
    Number(parts.find(({ type }) => type === name)?.value),
  );
  const [date = 1, hour = 0, minute = 0, second = 0] = rest;
  return Date.UTC(year, month - 1, date, hour, minute, second) - moment;
}

/** Making one costs a hundred times what reading it does. Only zones that exist get in. */
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  clocks.set(zone, made);
  return made;
}
