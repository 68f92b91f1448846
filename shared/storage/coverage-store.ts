import { StoredCoverage, StoredSighted } from "#shared/contracts/stored/finding-coverage.ts";
import { type Coverage, type Sighted, shardId } from "#shared/policy/enforce/coverage.ts";
import type { CoverageStore } from "#shared/policy/enforce/ports.ts";
import type { RecordKind } from "#shared/storage/record.ts";
import { recordStoreOn } from "#shared/storage/record-store.ts";
import type { Records } from "#shared/storage/records.ts";

/** By `<account>#<region>#<type>`; all of them under one list partition, in that order. */
export const coverageKind: RecordKind<Coverage> = {
  name: "coverage",
  version: 1,
  encode: (coverage) => coverage,
  decode: (body) => StoredCoverage.parse(body),
  indexes: (coverage) => ({ list: { partition: "COVERAGE", sort: shardId(coverage) } }),
};

/** By ARN: one row per resource that was ever seen. */
export const sightedKind: RecordKind<Sighted> = {
  name: "sighted",
  version: 1,
  encode: (sighted) => sighted,
  decode: (body) => StoredSighted.parse(body),
  indexes: () => ({}),
};

export const coverageStoreOn = (records: Records): CoverageStore => ({
  ...recordStoreOn(records, coverageKind),
  sighted: recordStoreOn(records, sightedKind),
  async list(cursor) {
    const query = { index: "list" as const, partition: "COVERAGE", limit: 200 };
    const page = await records.list(coverageKind, cursor === undefined ? query : { ...query, cursor });
    return { ...page, items: page.items.map(({ value }) => value) };
  },
});
