import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";

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

test.each([
  {
    because: "named as Parquet and none",
    name: "bill.parquet",
    message: 'it is named .parquet, and does not begin as Parquet does ("PAR1")',
  },
  { because: "of no name that says what it is", name: "bill", message: "it is not in UTF-8; save it as UTF-8" },
])("bytes that are no bill are told as what they were meant to be: $because", async ({ name, message }) => {
  const noise = new Uint8Array([0x80, 0x9c, 0xff, 0x13, 0xc3, 0x28, 0xa0, 0xa1]);
  await expect(tallied(fileOf(name, noise))).rejects.toThrow(message);
});
