import * as z from "zod";
import type { Orphan } from "#shared/access/orphan.ts";
import { AccountNumberText } from "#shared/contracts/stored/access-field.ts";
import { Moment } from "#shared/contracts/stored/stored-field.ts";

/** A policy without a grant as stored, version 1. */
export const StoredOrphan: z.ZodType<Orphan> = z.strictObject({
  account: AccountNumberText,
  roleName: z.string().min(1),
  name: z.string().min(1),
  state: z.enum(["SEEN", "DELETED"]),
  firstSeen: Moment,
  deletedAt: z.exactOptional(Moment),
});
