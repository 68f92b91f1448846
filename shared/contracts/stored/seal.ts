import * as z from "zod";
import type { Seal } from "#shared/audit/seal.ts";
import { sha256 } from "#shared/kernel/digest.ts";
import { epochMillis } from "#shared/kernel/time.ts";

const hash = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .transform(sha256);

/** A seal as stored and as exported. */
export const StoredSeal: z.ZodType<Seal> = z.strictObject({
  number: z.int().positive(),
  at: z.int().transform(epochMillis),
  leaves: z.array(hash),
  root: hash,
  previous: hash,
  hash,
});
