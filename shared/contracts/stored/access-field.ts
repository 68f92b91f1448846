import * as z from "zod";
import { sha256 } from "#shared/kernel/digest.ts";
import { accountNumber, grantId, requestId } from "#shared/kernel/ids.ts";
import type { JsonObject } from "#shared/kernel/json.ts";

/** The fields that the stored shapes of requests and grants share. */
export const RequestRef = z
  .string()
  .regex(/^R-[a-z0-9]+$/)
  .transform(requestId);
export const GrantRef = z
  .string()
  .regex(/^G-[a-z0-9]+-[1-9]\d*$/)
  .transform(grantId);
export const Hash = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .transform(sha256);
export const AccountNumberText = z
  .string()
  .regex(/^\d{12}$/)
  .transform(accountNumber);
export const StoredJson: z.ZodType<JsonObject> = z.record(z.string(), z.json());
