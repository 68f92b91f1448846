import type { Day } from "#shared/cost/ledger.ts";
import type { Month } from "#shared/kernel/calendar.ts";

const DAY = 86_400_000;

/** Days since 1970-01-01 in UTC. */
export const dayNumber = (moment: number): number => Math.floor(moment / DAY);

export const dayOf = (number: number): Day => new Date(number * DAY).toISOString().slice(0, 10) as Day;

/** Months since 1970-01 in UTC. */
export function monthNumber(moment: number): number {
  const date = new Date(moment);
  return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
}

export const monthOf = (number: number): Month =>
  `${1970 + Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, "0")}` as Month;
