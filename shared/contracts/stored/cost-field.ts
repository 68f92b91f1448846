import * as z from "zod";
import { parseCalendarDate, parseMonth } from "#shared/kernel/calendar.ts";
import { sha256 } from "#shared/kernel/digest.ts";
import { parseMoney } from "#shared/kernel/money.ts";

/** The fields that stored shapes of cost share. Money is stored as its exact decimal text. */
export const StoredMoney = z.string().transform((text, context) => {
  const money = parseMoney(text);
  if (money !== undefined) return money;
  context.addIssue({ code: "custom", message: `"${text}" is no amount` });
  return z.NEVER;
});

export const StoredMonth = z.string().transform((text, context) => {
  const month = parseMonth(text);
  if (month !== undefined) return month;
  context.addIssue({ code: "custom", message: `"${text}" is no month` });
  return z.NEVER;
});

export const StoredDay = z.string().transform((text, context) => {
  const day = parseCalendarDate(text);
  if (day !== undefined) return day;
  context.addIssue({ code: "custom", message: `"${text}" is no day` });
  return z.NEVER;
});

export const StoredSha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .transform(sha256);

export const StoredAmounts = z.strictObject({
  billed: StoredMoney,
  effective: StoredMoney,
  list: StoredMoney,
  contracted: StoredMoney,
});

export const StoredLedgerRef = z.strictObject({ key: z.string().min(1), sha256: StoredSha256 });

/** A count beyond what JSON numbers hold, as decimal text. */
export const StoredBigint = z
  .string()
  .regex(/^-?\d{1,60}$/)
  .transform((text) => BigInt(text));
