import { expect, test } from "vitest";
import { loadDocuments } from "#infra/local/sample/load-sample.ts";
import { governanceOn } from "#shared/storage/access-governance.ts";
import { catalogStoreOn } from "#shared/storage/catalog-store.ts";
import { personStoreOn } from "#shared/storage/person-store.ts";
import { nodeDigest as digest, memoryRecords } from "#test/support/memory-records.ts";

// Or nobody could ask by these rules once the company is strict: nobody could say that they are not their author.
test("the sample's documents are recorded as written by no person", async () => {
  const { records } = memoryRecords();
  const catalogs = catalogStoreOn(records, { digest });
  await loadDocuments({ catalogs, digest }, new Date("2026-11-23T09:00:00Z"));
  const governance = governanceOn({ records, catalogs, persons: personStoreOn(records) });
  expect(await governance.authors()).toEqual(new Map([[1, null]]));
});
