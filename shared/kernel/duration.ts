import { err, ok, type Result } from "#shared/kernel/result.ts";
import { type Millis, millis } from "#shared/kernel/time.ts";

const UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** 1,000 years: any moment of ours and this is still a date, and milliseconds are counted exactly. */
const LONGEST = 365_250 * UNITS.d;

type Unit = keyof typeof UNITS;

/** Why a text is no duration, and what would be one, when that is certain. */
export type DurationFault = { readonly kind: "duration"; readonly found: string; readonly write?: string };

/**
 * Reads the house form: a whole number and one of `s m h d w`, such as `4h`; a day is 24 hours.
 * Longer than 1,000 years is no length anybody means.
 *
 * Anything else is refused, with the house form of it where there is exactly one (`PT6H` is `6h`,
 * `1h30m` is `90m`, `7y` is `2557d`).
 */
export function parseDuration(text: string): Result<Millis, DurationFault> {
  const match = /^([1-9]\d{0,8})([smhdw])$/.exec(text);
  const length = Number(match?.[1]) * UNITS[match?.[2] as Unit];
  if (length <= LONGEST) return ok(millis(length));
  const meant = meantBy(text);
  return err({ kind: "duration", found: text, ...(meant === undefined ? {} : { write: formatDuration(meant) }) });
}

/** Reads what machines and command lines write: the house form, or ISO 8601 (`PT4H`) without months and years. */
export function parseDurationOrIso(text: string): Result<Millis, DurationFault> {
  const iso = parseIsoDuration(text);
  return iso === undefined ? parseDuration(text) : ok(iso);
}

/** The shortest house form: `90m`, `4h`, `14d`; below a second it rounds up, never to zero. */
export function formatDuration(length: Millis): string {
  const whole = Math.max(1_000, Math.ceil(length / 1_000) * 1_000);
  const unit = (["d", "h", "m"] as const).find((each) => whole % UNITS[each] === 0) ?? "s";
  return `${whole / UNITS[unit]}${unit}`;
}

function parseIsoDuration(text: string): Millis | undefined {
  const match = /^P(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})S)?)?$/.exec(text);
  if (match === null) return undefined;
  const [weeks, dayCount, hourCount, minuteCount, secondCount] = match.slice(1).map((part) => Number(part ?? 0));
  const total =
    (weeks ?? 0) * UNITS.w +
    (dayCount ?? 0) * UNITS.d +
    (hourCount ?? 0) * UNITS.h +
    (minuteCount ?? 0) * UNITS.m +
    (secondCount ?? 0) * UNITS.s;
  return total > 0 && total <= LONGEST ? millis(total) : undefined;
}

function meantBy(text: string): Millis | undefined {
  const iso = parseIsoDuration(text);
  if (iso !== undefined) return iso;
  const years = /^(\d{1,3})y$/.exec(text);
  if (years !== null) return millis(Math.ceil(Number(years[1]) * 365.25) * UNITS.d);
  const parts = [...text.matchAll(/(\d{1,6})([smhdw])/g)];
  if (parts.length < 2 || parts.map(([part]) => part).join("") !== text) return undefined;
  const total = parts.reduce((sum, [, count, unit]) => sum + Number(count) * UNITS[unit as Unit], 0);
  return total > 0 && total <= LONGEST ? millis(total) : undefined;
}
