import { describe, expect, test } from "vitest";
import { resolveCatalog } from "#shared/catalog/resolve-catalog.ts";
import { Contention } from "#shared/kernel/contention.ts";
import { err } from "#shared/kernel/result.ts";
import { readParts, writeParts } from "#shared/storage/catalog-parts.ts";
import { recordsOn } from "#shared/storage/records.ts";
import type { Table } from "#shared/storage/table.ts";
import { saltmarsh } from "#test/support/catalog/saltmarsh.ts";
import { nodeDigest as digest, memoryRecords } from "#test/support/memory-records.ts";

const { catalog } = resolveCatalog(saltmarsh, { revision: 1, digest });

/** A table that refuses the first `times` transactions, as DynamoDB does with two that meet. */
function refusingFirst(times: number) {
  const { table, clock } = memoryRecords();
  let left = times;
  const conflicted: Table = {
    get: (key) => table.get(key),
    query: (query) => table.query(query),
    transact: async (writes) => {
      left -= 1;
      return left >= 0 ? err({ kind: "condition-failed", keys: [] }) : table.transact(writes);
    },
  };
  return recordsOn(conflicted, { clock, digest });
}

describe("the parts of a catalogue", () => {
  test("are all there when they are named, though a first write was refused and nobody else made it", async () => {
    const records = refusingFirst(1);
    const ids = await writeParts(catalog, records, digest);
    const { documents } = await readParts(ids, records, digest);
    expect(documents).toHaveLength(catalog.documents.length);
  });

  test("are not named at all where the table refuses every try", async () => {
    await expect(writeParts(catalog, refusingFirst(1_000), digest)).rejects.toThrow(Contention);
  });
});
