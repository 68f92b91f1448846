import * as z from "zod";
import { AccountNumberText } from "#shared/contracts/stored/access-field.ts";
import { Moment } from "#shared/contracts/stored/stored-field.ts";
import type { KnownAccount, OrganizationReading } from "#shared/policy/enforce/organization.ts";

/** An account of the organization, version 1. */
export const StoredKnownAccount: z.ZodType<KnownAccount> = z.strictObject({
  account: AccountNumberText,
  name: z.string(),
  ou: z.string(),
  environment: z.exactOptional(z.string()),
  closed: z.exactOptional(z.literal(true)),
  seenAt: Moment,
  leftAt: z.exactOptional(Moment),
});

/** How the last reading of the organization went, version 1. */
export const StoredOrganizationReading: z.ZodType<OrganizationReading> = z.strictObject({
  readAt: z.exactOptional(Moment),
  unreadable: z.exactOptional(z.string()),
});
