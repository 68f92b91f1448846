import { Cron } from "croner";

import { type ScalarRead, type Shape, scalar } from "#shared/contracts/documents/shape.ts";
import { type CalendarDate, type Month, parseCalendarDate, parseMonth } from "#shared/kernel/calendar.ts";

/** `2027-03-31`, the whole last day in the company's zone */
export const date: Shape<CalendarDate> = scalar<CalendarDate>({
  code: "date",
  is: 'a day is written year, month, day, such as "2027-03-31"',
  schema: { type: "string", pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
  parse(text) {
    const value = parseCalendarDate(text);
    if (value !== undefined) return { value };
    const because = /^\d{4}-\d\d-\d\d[Tt ]/.test(text)
      ? `write the day alone, such as "${text.slice(0, 10)}": a day is meant in the company's zone`
      : undefined;
    const meant = dayMeantBy(text);
    if (meant !== undefined) return { refused: { write: meant, meant } };
    return { refused: because === undefined ? {} : { because } };
  },
});

/** Day and month can be told apart only where one of them is above 12, or both are the same. */
function dayMeantBy(text: string): CalendarDate | undefined {
  const slashed = /^(\d{4})[/.](\d{1,2})[/.](\d{1,2})$/.exec(text);
  if (slashed !== null) return dayOf(slashed[1], slashed[2], slashed[3]);
  const match = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text);
  if (match === null) return undefined;
  const [, first, second, year] = match;
  const either = [dayOf(year, second, first), dayOf(year, first, second)].filter((each) => each !== undefined);
  return new Set(either).size === 1 ? either[0] : undefined;
}

const dayOf = (year = "", month = "", day = ""): CalendarDate | undefined =>
  parseCalendarDate(`${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`);

/** `2026-10` */
export const month: Shape<Month> = scalar<Month>({
  code: "month",
  is: 'a month is written year and month, such as "2026-10"',
  schema: { type: "string", pattern: "^[0-9]{4}-(0[1-9]|1[0-2])$" },
  parse(text) {
    const value = parseMonth(text);
    if (value !== undefined) return { value };
    const first = /^(\d{4}-\d\d)-01$/.exec(text)?.[1];
    const turned = /^(\d{1,2})[/.-](\d{4})$/.exec(text);
    const write = first ?? (turned === null ? undefined : `${turned[2]}-${(turned[1] ?? "").padStart(2, "0")}`);
    const meant = write === undefined ? undefined : parseMonth(write);
    return { refused: meant === undefined ? {} : { write: meant, meant } };
  },
});

const CRON = 'a schedule has five fields in quotes (minute, hour, day, month, weekday), such as "0 8 3 * *"';

/** Five-field cron */
export const schedule: Shape<string> = scalar<string>({
  code: "schedule",
  is: CRON,
  schema: { type: "string", pattern: "^\\S+( \\S+){4}$" },
  parse(text) {
    if (isFiveFields(text)) return neverComes(text) ? { refused: { because: "no day ever fits it" } } : { value: text };
    const write = fiveFieldsMeantBy(text);
    return { refused: write === undefined ? {} : { write, meant: write } };
  },
});

function isFiveFields(text: string): boolean {
  if (!/^[0-9A-Za-z*,/-]+( [0-9A-Za-z*,/-]+){4}$/.test(text) || text.length > 100) return false;
  return cronOf(text) !== undefined;
}

/** @returns undefined when the parser refuses it: it says so by throwing */
function cronOf(text: string): Cron | undefined {
  try {
    return new Cron(text, { mode: "5-part", timezone: "UTC", paused: true });
  } catch {
    return undefined;
  }
}

/** Any eight years hold every date, February 29 too: the fixed start makes the answer the same for ever. */
const neverComes = (text: string): boolean => cronOf(text)?.nextRun(new Date(Date.UTC(2020, 0, 1))) === null;

/** AWS writes six fields, the year last and `?` for "any"; its weekdays count from 1. */
function fiveFieldsMeantBy(text: string): string | undefined {
  const bare = /^cron\((.{1,100})\)$/.exec(text.trim())?.[1] ?? text.trim();
  const fields = bare.split(/\s+/);
  const year = fields.length === 6 ? fields.pop() : undefined;
  const aws = fields.includes("?");
  if (fields.length !== 5 || (year !== undefined && (year !== "*" || !aws))) return undefined;
  const [minute, hour, day, monthField, weekday = ""] = fields.map((field) => (field === "?" ? "*" : field));
  const write = [minute, hour, day, monthField, aws ? weekdayFromAws(weekday) : weekday].join(" ");
  return isFiveFields(write) ? write : undefined;
}

/** `2-6` of AWS is Monday to Friday, `1-5` here. The number after a slash counts days and stays. */
const weekdayFromAws = (field: string): string =>
  field.replace(/(^|[,-])([1-7])(?=$|[,/-])/g, (_, before: string, digit: string) => `${before}${Number(digit) - 1}`);

/** An IANA zone that this machine's tables know. */
export const zone: Shape<string> = scalar<string>({
  code: "zone",
  is: 'a zone is written as a place, such as "Europe/London", or "UTC"',
  schema: { type: "string" },
  parse: (text): ScalarRead<string> => (isZone(text) ? { value: text } : { refused: {} }),
});

function isZone(text: string): boolean {
  if (text !== "UTC" && !/^[A-Z][A-Za-z_]+(\/[A-Za-z0-9_+-]+){1,2}$/.test(text)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: text });
    return true;
  } catch {
    return false;
  }
}
