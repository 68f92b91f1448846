import type { CalendarDate } from "#shared/kernel/calendar.ts";
import { type EpochMillis, epochMillis } from "#shared/kernel/time.ts";

/** The day it is on this computer, for offline checks of dates. */
export function today(): CalendarDate {
  const now = new Date();
  const two = (count: number): string => String(count).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}` as CalendarDate;
}

/** The moment it is on this computer. */
export const rightNow = (): EpochMillis => epochMillis(Date.now());
