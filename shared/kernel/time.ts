import { parseCalendarDate } from "#shared/kernel/calendar.ts";

/** A moment: milliseconds since 1970-01-01T00:00:00Z, whole. */
export type EpochMillis = number & { readonly unit: "ms since 1970" };

/** A length of time in whole milliseconds. */
export type Millis = number & { readonly unit: "ms" };

/** Where time comes from. Nobody under shared/ asks the machine. */
export interface Clock {
  now(): EpochMillis;
}

export const epochMillis = (count: number): EpochMillis => count as EpochMillis;

export const millis = (count: number): Millis => count as Millis;

export const seconds = (count: number): Millis => (count * 1_000) as Millis;

export const minutes = (count: number): Millis => (count * 60_000) as Millis;

export const hours = (count: number): Millis => (count * 3_600_000) as Millis;

/** A day is 24 hours: no calendar, no daylight saving. */
export const days = (count: number): Millis => (count * 86_400_000) as Millis;

export const plus = (moment: EpochMillis, length: Millis): EpochMillis => (moment + length) as EpochMillis;

export const since = (earlier: EpochMillis, later: EpochMillis): Millis => (later - earlier) as Millis;

export const earliest = (...moments: readonly EpochMillis[]): EpochMillis => Math.min(...moments) as EpochMillis;

export const latest = (...moments: readonly EpochMillis[]): EpochMillis => Math.max(...moments) as EpochMillis;

/** `2026-11-23T02:39:00.000Z`, the one form in which moments travel. */
export const isoOf = (moment: EpochMillis): string => new Date(moment).toISOString();

/**
 * The moment an ISO 8601 text with a zone names, or undefined when it names none.
 *
 * A text without `Z` or an offset is refused: it would mean another moment on another machine.
 */
export function parseIso(text: string): EpochMillis | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/.test(text)) return undefined;
  // The machine takes 30 February for 2 March; a day that does not exist names no moment.
  if (parseCalendarDate(text.slice(0, 10)) === undefined) return undefined;
  const count = Date.parse(text);
  return Number.isNaN(count) ? undefined : (count as EpochMillis);
}
