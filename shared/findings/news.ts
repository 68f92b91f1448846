import type { Who } from "#shared/catalog/documents/who.ts";
import type { Asking } from "#shared/catalog/people-of.ts";
import { formatDuration } from "#shared/kernel/duration.ts";
import { type EpochMillis, hours, isoOf, type Millis, minutes } from "#shared/kernel/time.ts";

/** Somebody who is to hear, and what the words that name them are about. */
export type Hearer = { readonly who: Who; readonly asking: Asking };

/** Something to tell of a request or of a change. One destination is told it once, however often the event of it comes. */
export type News = {
  readonly turn: string;
  readonly hearers: readonly Hearer[];
  readonly title: string;
  readonly lines: readonly string[];
};

/** `2026-11-24 09:00 UTC` */
export const minuteOf = (moment: EpochMillis): string => `${isoOf(moment).slice(0, 16).replace("T", " ")} UTC`;

/** A length to the hour from three hours on, else to the minute. */
export function roughly(length: Millis): string {
  const unit = length >= hours(3) ? hours(1) : minutes(1);
  return formatDuration(Math.max(unit, Math.round(length / unit) * unit) as Millis);
}
