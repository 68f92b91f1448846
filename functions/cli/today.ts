import type { CalendarDate } from "#shared/kernel/calendar.ts";

/** The day it is on this computer, for offline checks of dates. */
export function today(): CalendarDate {
  const now = new Date();
  const two = (count: number): string => String(count).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}` as CalendarDate;
}
