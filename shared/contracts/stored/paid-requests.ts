import * as z from "zod";
import type { PaidRequests } from "#shared/cost/day-zero/request-budget.ts";
import { type CalendarDate, parseCalendarDate } from "#shared/kernel/calendar.ts";

/** The paid requests of one day, version 1. */
export const StoredPaidRequests: z.ZodType<PaidRequests> = z.strictObject({
  day: z.custom<CalendarDate>((value) => typeof value === "string" && parseCalendarDate(value) !== undefined),
  made: z.int().positive(),
});
