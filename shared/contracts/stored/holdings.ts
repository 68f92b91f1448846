import * as z from "zod";
import type { Holdings } from "#shared/access/holdings.ts";
import { AccountNumberText, GrantRef } from "#shared/contracts/stored/access-field.ts";
import { Person } from "#shared/contracts/stored/stored-field.ts";

/** What one person holds as stored, version 1. */
export const StoredHoldings: z.ZodType<Holdings> = z.strictObject({
  person: Person,
  grants: z.array(z.strictObject({ id: GrantRef, account: AccountNumberText, characters: z.int().nonnegative() })),
});
