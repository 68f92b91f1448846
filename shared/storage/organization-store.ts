import { StoredKnownAccount, StoredOrganizationReading } from "#shared/contracts/stored/organization.ts";
import { everyItem } from "#shared/kernel/page.ts";
import type { KnownAccount, OrganizationReading } from "#shared/policy/enforce/organization.ts";
import type { OrganizationStore } from "#shared/policy/enforce/watch-organization.ts";
import type { RecordKind } from "#shared/storage/record.ts";
import { recordStoreOn } from "#shared/storage/record-store.ts";
import type { Records } from "#shared/storage/records.ts";

/** By account number; all of them under one list partition, in that order. */
export const knownAccountKind: RecordKind<KnownAccount> = {
  name: "organization-account",
  version: 1,
  encode: (account) => account,
  decode: (body) => StoredKnownAccount.parse(body),
  indexes: ({ account }) => ({ list: { partition: "ORGANIZATION", sort: account } }),
};

export const organizationReadingKind: RecordKind<OrganizationReading> = {
  name: "organization-reading",
  version: 1,
  encode: (reading) => reading,
  decode: (body) => StoredOrganizationReading.parse(body),
  indexes: () => ({}),
};

export const organizationStoreOn = (records: Records): OrganizationStore => ({
  ...recordStoreOn(records, knownAccountKind),
  reading: recordStoreOn(records, organizationReadingKind),
  async all() {
    const query = { index: "list", partition: "ORGANIZATION", limit: 200 } as const;
    const rows = await everyItem((from) => records.list(knownAccountKind, { ...query, ...from }));
    return rows.map(({ value }) => value);
  },
});
