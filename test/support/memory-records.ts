import { createHash } from "node:crypto";
import { type SettableClock, virtualClock } from "#shared/adapters/local/clocks.ts";
import { openStateFile } from "#shared/adapters/local/sqlite-file.ts";
import { SqliteTable } from "#shared/adapters/local/sqlite-table.ts";
import type { Digest, Sha256 } from "#shared/kernel/digest.ts";
import { parseIso } from "#shared/kernel/time.ts";
import { type Records, recordsOn } from "#shared/storage/records.ts";
import type { Table } from "#shared/storage/table.ts";

export const nodeDigest: Digest = (text) => createHash("sha256").update(text, "utf8").digest("hex") as Sha256;

/** An empty table in memory with its records, at 2026-11-23T09:00:00Z unless told otherwise. */
export function memoryRecords(startsAt = "2026-11-23T09:00:00Z"): {
  table: Table;
  records: Records;
  clock: SettableClock;
} {
  const start = parseIso(startsAt);
  if (start === undefined) throw new Error(`Cannot start at "${startsAt}"`);
  const clock = virtualClock(start);
  const table = new SqliteTable(openStateFile(":memory:", { durability: "normal" }));
  return { table, clock, records: recordsOn(table, { clock, digest: nodeDigest }) };
}
