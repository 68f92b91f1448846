import * as z from "zod";
import { type Day, day, type Month, month } from "#shared/cost/ledger.ts";
import { type Sha256, sha256 } from "#shared/kernel/digest.ts";
import { exactDecimal, type Money, parseMoney, ZERO } from "#shared/kernel/money.ts";

/** Fields that everything written of cost reports shares. */

/** An exact decimal, in the one way it is written: no plus, no needless zeros. */
export const ExactMoney: z.ZodType<Money> = z
  .string()
  .max(60)
  .transform((text, context) => {
    const money = parseMoney(text);
    if (money !== undefined && exactDecimal(money) === text) return money;
    context.addIssue({ code: "custom", message: "must be an exact decimal such as -12.5" });
    return ZERO;
  });

export const ReportMonth: z.ZodType<Month, string> = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/, "must be a month such as 2026-10")
  .transform(month);

export const ReportDay: z.ZodType<Day> = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d$/)
  .transform(day);

export const Hash: z.ZodType<Sha256> = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .transform(sha256);

export const Count = z.int().nonnegative();

export const Named = z.strictObject({ name: z.string(), amount: ExactMoney });
