import * as z from "zod";
import { accountNumber, actionId, arn, findingId, personId } from "#shared/kernel/ids.ts";
import { epochMillis, millis } from "#shared/kernel/time.ts";

/** The fields that stored shapes of policies and findings share. */
export const Moment = z.int().nonnegative().transform(epochMillis);
export const Length = z.int().nonnegative().transform(millis);
export const Person = z.string().min(1).transform(personId);
export const ActionRef = z.string().startsWith("A-").transform(actionId);

export const FindingRef = z.string().startsWith("F-").transform(findingId);
export const ResourceRefShape = z.strictObject({
  arn: z.string().min(1).transform(arn),
  type: z.string().min(1),
  account: z
    .string()
    .regex(/^\d{12}$/)
    .transform(accountNumber),
  region: z.string(),
});
