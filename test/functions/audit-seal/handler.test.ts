import { expect, test } from "vitest";
import { makeHandler } from "#functions/audit-seal/handler.ts";
import { silentLog } from "#shared/adapters/node/json-log.ts";
import type { EventLog } from "#shared/audit/ports.ts";
import { eventLogOn } from "#shared/storage/event-log.ts";
import { sealStoreOn } from "#shared/storage/seal-store.ts";
import { memoryBlobs } from "#test/simulation/world/memory-files.ts";
import { at } from "#test/support/findings.ts";
import { memoryRecords, nodeDigest } from "#test/support/memory-records.ts";
import { notedMetrics } from "#test/support/noted-metrics.ts";
import { openDoor } from "#test/support/sealed-doors.ts";

function sealing(eventLog: EventLog) {
  const { table, clock } = memoryRecords("2026-11-23T09:07:00Z");
  const metrics = notedMetrics();
  const genesis = at("2026-11-23T08:30:00Z");
  const handler = makeHandler({
    eventLog,
    seals: sealStoreOn(table),
    clock,
    digest: nodeDigest,
    copies: memoryBlobs(),
    genesis,
    log: silentLog,
    metrics,
  });
  return { run: () => handler({} as never, {} as never), said: metrics.said };
}

test("a run says that it sealed, also when there was nothing to seal", async () => {
  const { run, said } = sealing({ ofHour: async () => [] });
  await run();
  expect(said).toEqual([{ figures: { events_sealed: 0, seals_failed: 0 } }]);
});

test("a run that fails is counted, and still fails", async () => {
  const { run, said } = sealing({ ofHour: () => Promise.reject(new Error("no table")) });
  await expect(run()).rejects.toThrow("no table");
  expect(said).toEqual([{ figures: { seals_failed: 1 } }]);
});

test("events that were sealed before a copy could not be written are copied by the next run, and the failed one is counted", async () => {
  const { table, records, clock } = memoryRecords("2026-11-23T08:40:00Z");
  await openDoor(records, "front", 1);
  clock.set(at("2026-11-23T09:07:00Z"));
  const metrics = notedMetrics();
  const kept = memoryBlobs();
  let reachable = false;
  const put: typeof kept.put = (...given) => (reachable ? kept.put(...given) : Promise.reject(new Error("no bucket")));
  const handler = makeHandler({
    eventLog: eventLogOn(table),
    seals: sealStoreOn(table),
    clock,
    digest: nodeDigest,
    copies: { open: kept.open, put },
    genesis: at("2026-11-23T08:30:00Z"),
    log: silentLog,
    metrics,
  });
  const run = () => handler({} as never, {} as never);
  await expect(run()).rejects.toThrow("no bucket");
  reachable = true;
  await run();
  expect(metrics.said).toEqual([{ figures: { seals_failed: 1 } }, { figures: { events_sealed: 0, seals_failed: 0 } }]);
  expect(await kept.open("sealed/seal-000000001.ndjson")).toBeDefined();
});
