const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

const nameOf = (month: string): string => MONTHS[Number(month.slice(5, 7)) - 1] ?? month;

/** `2026-10` as `October 2026`. */
export const monthWords = (month: string): string => `${nameOf(month)} ${month.slice(0, 4)}`;

/** `Oct` of `2026-10`. */
export const monthMark = (month: string): string => nameOf(month).slice(0, 3);

/** `3 November 2026, 08:00 UTC` of an ISO moment in UTC. */
export const momentWords = (iso: string): string =>
  `${Number(iso.slice(8, 10))} ${nameOf(iso)} ${iso.slice(0, 4)}, ${iso.slice(11, 16)} UTC`;

/** `31 October 2026` of a day. */
export const dayWords = (day: string): string => `${Number(day.slice(8, 10))} ${nameOf(day)} ${day.slice(0, 4)}`;
