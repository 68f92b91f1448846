import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { test } from "vitest";

import { BillRefused } from "#shared/cost/batch.ts";
import { CHARGE, csvOf, fileOf, tallied } from "#test/support/bills.ts";

const read = (content: string | Uint8Array) => tallied(fileOf("bill", content));

test("no text whatsoever is anything but read or refused", async () => {
  const rows = fc.array(
    fc.record(Object.fromEntries(Object.keys(CHARGE).map((name) => [name, fc.string({ maxLength: 8 })])), {
      requiredKeys: [],
    }),
    { maxLength: 3 },
  );
  const anything = fc.oneof(
    fc.string(),
    rows.map((cells) => csvOf(cells as { [name: string]: string }[])),
    fc.uint8Array({ maxLength: 200 }),
  );
  await fc.assert(
    fc.asyncProperty(anything, fc.boolean(), async (content, packed) => {
      await read(packed ? gzipSync(content) : content).catch((fault: unknown) => {
        if (!(fault instanceof BillRefused)) throw fault;
      });
    }),
    { numRuns: 400 },
  );
});
