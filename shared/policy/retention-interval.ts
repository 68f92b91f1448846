import type { Offered, RetentionControl } from "#shared/policy/resource-types/resource-type.ts";

/** How long something may be kept, in whole days, both ends included; `Infinity` is for ever. */
export type Interval = { readonly min: number; readonly max: number };

export const ANY_LENGTH: Interval = Object.freeze({ min: 0, max: Number.POSITIVE_INFINITY });

/** [max of minima, min of maxima]: empty (`min` above `max`) when the two contradict each other. */
export const meet = (left: Interval, right: Interval): Interval => ({
  min: Math.max(left.min, right.min),
  max: Math.min(left.max, right.max),
});

export const isEmpty = ({ min, max }: Interval): boolean => min > max;

/** What a setting comes to in days: unset is for ever, or not at all, as its control says. */
export function lengthOf(value: number | "unset", control: RetentionControl): number {
  if (value !== "unset") return value;
  return control.unset === "forever" ? Number.POSITIVE_INFINITY : 0;
}

/** The shortest length AWS offers that is at least `floor`, and within the interval; undefined: none. */
export function offeredFrom(offered: Offered, floor: number, interval: Interval): number | undefined {
  const least = Math.max(floor, interval.min);
  const found = offered.kind === "list" ? offered.values.find((value) => value >= least) : Math.max(least, offered.min);
  return found !== undefined && found <= interval.max && isOffered(offered, found) ? found : undefined;
}

/** The longest length AWS offers that is at most `ceiling`, and within the interval; undefined: none. */
export function offeredUpTo(offered: Offered, ceiling: number, interval: Interval): number | undefined {
  const most = Math.min(ceiling, interval.max);
  const found =
    offered.kind === "list" ? offered.values.findLast((value) => value <= most) : Math.min(most, offered.max);
  return found !== undefined && found >= interval.min && isOffered(offered, found) ? found : undefined;
}

/** Log retention 123 is refused by AWS, whatever a policy says. */
export const isOffered = (offered: Offered, days: number): boolean =>
  offered.kind === "list" ? offered.values.includes(days) : days >= offered.min && days <= offered.max;

/** For a reader: `30 to 400 days`, `at least 30 days`, `at most 90 days`. */
export function intervalText({ min, max }: Interval): string {
  if (max === Number.POSITIVE_INFINITY) return min === 0 ? "any length" : `at least ${daysText(min)}`;
  if (min === 0) return `at most ${daysText(max)}`;
  return min === max ? `exactly ${daysText(min)}` : `${min} to ${daysText(max)}`;
}

export const daysText = (days: number): string => (days === 1 ? "1 day" : `${days} days`);
