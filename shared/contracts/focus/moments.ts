/**
 * The moment a bill's text names, or undefined: ISO 8601 with a zone, and without one, or with a blank
 * for the T, as UTC (real exports write `2024-09-01 00:00:00`, and FOCUS says UTC). A date alone is
 * its midnight. Impossible dates and hours (`2023-02-31`, `T30:00:00Z`) are none.
 */
export function readMoment(text: string): number | undefined {
  const match =
    /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?(?: ?(Z|UTC|[+-]\d\d:?\d\d))?)?$/.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, date = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const midnight = new Date(Date.UTC(year, month - 1, date));
  if (midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== date) return undefined;
  const moment = midnight.getTime() + ((hour * 60 + minute) * 60 + second) * 1_000;
  return moment - offsetOf(match[7] ?? "Z");
}

function offsetOf(zone: string): number {
  const match = /^([+-])(\d\d):?(\d\d)$/.exec(zone);
  if (match === null) return 0;
  const size = (Number(match[2]) * 60 + Number(match[3])) * 60_000;
  return match[1] === "-" ? -size : size;
}
