import { focusBillReader } from "#shared/adapters/focus/focus-bill-reader.ts";
import { openLocalFile } from "#shared/adapters/local/files/open-file.ts";
import type { BillBatch, BillFile } from "#shared/cost/batch.ts";
import { readBills } from "#shared/cost/read-bills.ts";
import { exactDecimal } from "#shared/kernel/money.ts";

/**
 * `node --expose-gc test/bench/ingest/memory.ts FILE`: reads a bill to daily totals and prints the most memory that
 * was in use between two batches, garbage not counted, as `{"peakMb", "rows", "resources", "billed"}`.
 */
const [, , path = ""] = process.argv;
const collect = globalThis.gc;
if (collect === undefined)
  throw new Error("Start it with --expose-gc: what is garbage depends on the collector's mood");

let peak = 0;
function look(): void {
  collect?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  peak = Math.max(peak, heapUsed + arrayBuffers);
}

async function* watched(batches: AsyncIterable<BillBatch>): AsyncIterable<BillBatch> {
  let rows = 0;
  for await (const batch of batches) {
    yield batch;
    if (Math.floor((rows + batch.rows) / 40_000) > Math.floor(rows / 40_000)) look();
    rows += batch.rows;
  }
}

const file = await openLocalFile(path, path);
const { tallied } = await readBills([file], {
  reader: {
    read: async (opened, options): Promise<BillFile> => {
      const bill = await focusBillReader.read(opened, options);
      return { ...bill, batches: () => watched(bill.batches()) };
    },
  },
  ownerOf: ({ tags }) => {
    const workload = tags.get("Workload");
    return workload === undefined ? { kind: "nobody" } : { kind: "workload", workload, by: "tag Workload" };
  },
  alsoColumns: [],
});
look();
await file.close();
const { rows, resources, columns } = tallied;
const peakMb = Math.round((peak / 1024 / 1024) * 10) / 10;
process.stdout.write(
  JSON.stringify({ peakMb, rows, resources: resources.length, billed: exactDecimal(columns.billed) }),
);
