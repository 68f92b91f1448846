// A process that writes rows with their events as fast as it can and says each one that was
// acknowledged; test/contract/sqlite-durability.test.ts kills it in mid-write.
import { writeSync } from "node:fs";
import { flushCompileCache } from "node:module";
import { advancedWallClock } from "#shared/adapters/local/clocks.ts";
import { openStateFile } from "#shared/adapters/local/sqlite-file.ts";
import { SqliteTable } from "#shared/adapters/local/sqlite-table.ts";
import type { RecordKind } from "#shared/storage/record.ts";
import { recordsOn } from "#shared/storage/records.ts";
import { nodeDigest } from "#test/support/memory-records.ts";

// Who is killed keeps nothing by itself; the next writer starts faster.
flushCompileCache();

const [file = "", round = "0"] = process.argv.slice(2);

const COUNT: RecordKind<number> = {
  name: "count",
  version: 1,
  encode: (count) => ({ count }),
  decode: (body) => Number((body as { count: number }).count),
  indexes: (count) => ({ list: { partition: "COUNTS", sort: String(count).padStart(9, "0") } }),
};

const database = openStateFile(file, { durability: "normal" });
const records = recordsOn(new SqliteTable(database), {
  clock: advancedWallClock(database, Date.now),
  digest: nodeDigest,
});

for (let count = 0; ; count += 1) {
  const id = `${round}-${count}`;
  const made = records.create(COUNT, id, { value: count, event: { type: "count.made", by: "writer", data: {} } });
  const other = records.create(COUNT, `${id}-twin`, {
    value: count,
    event: { type: "count.made", by: "writer", data: {} },
  });
  const done = await records.commit([made, other]);
  if (!done.ok) throw new Error(`Cannot write ${id}`);
  writeSync(1, `${id}\n`);
}
