import * as z from "zod";
import { StoredMonth } from "#shared/contracts/stored/cost-field.ts";
import type { BillingAccount } from "#shared/cost/billing-account.ts";

/** Which source brings a billing account in each month as stored, version 1. */
export const StoredBillingAccount: z.ZodType<BillingAccount> = z.strictObject({
  account: z.string().min(1),
  months: z.array(z.strictObject({ period: StoredMonth, source: z.string().min(1) })),
});
