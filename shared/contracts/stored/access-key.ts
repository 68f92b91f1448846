import * as z from "zod";
import type { RememberedKey } from "#shared/access/ports.ts";
import { Hash, RequestRef } from "#shared/contracts/stored/access-field.ts";
import { Person } from "#shared/contracts/stored/stored-field.ts";

/** The memory of one idempotency key, version 1. */
export const StoredKey: z.ZodType<RememberedKey> = z.strictObject({
  person: Person,
  key: z.string().min(1),
  body: Hash,
  request: RequestRef,
});
