import { StoredCoverage, StoredPopulationPage, StoredSighted } from "#shared/contracts/stored/finding-coverage.ts";
import { type Coverage, type Sighted, shardId } from "#shared/policy/enforce/coverage.ts";
import type { PopulationPage } from "#shared/policy/enforce/population.ts";
import type { CoverageStore } from "#shared/policy/enforce/ports.ts";
import type { RecordKind } from "#shared/storage/record.ts";
import { recordStoreOn } from "#shared/storage/record-store.ts";
import type { Records } from "#shared/storage/records.ts";
import { valuePage } from "#shared/storage/value-page.ts";

/** By `<account>#<region>#<type>`; all of them under one list partition, in that order. */
export const coverageKind: RecordKind<Coverage> = {
  name: "coverage",
  version: 2,
  optimistic: "as-last-seen",
  // What version 2 adds may be absent.
  migrations: { 1: (body) => body },
  encode: (coverage) => coverage,
  decode: (body) => StoredCoverage.parse(body),
  indexes: (coverage) => ({ list: { partition: "COVERAGE", sort: shardId(coverage) } }),
};

/** By ARN: one row per resource that was ever seen. */
export const sightedKind: RecordKind<Sighted> = {
  name: "sighted",
  version: 2,
  optimistic: "absent",
  // Who made it was not kept: it is asked for when it matters.
  migrations: { 1: (body) => body },
  encode: (sighted) => sighted,
  decode: (body) => StoredSighted.parse(body),
  indexes: () => ({}),
};

/** By `<shard>#<page>`: each sweep writes over what the one before saw. */
export const populationKind: RecordKind<PopulationPage> = {
  name: "population",
  version: 1,
  encode: (page) => page,
  decode: (body) => StoredPopulationPage.parse(body),
  indexes: (page) => ({
    list: { partition: "POPULATION", sort: `${page.shard}#${String(page.page).padStart(6, "0")}` },
  }),
};

export const coverageStoreOn = (records: Records): CoverageStore => ({
  ...recordStoreOn(records, coverageKind),
  sighted: recordStoreOn(records, sightedKind),
  pages: {
    ...recordStoreOn(records, populationKind),
    list: (from) => valuePage(records, populationKind, { index: "list", partition: "POPULATION", limit: 200, ...from }),
  },
  list: (from) => valuePage(records, coverageKind, { index: "list", partition: "COVERAGE", limit: 200, ...from }),
});
