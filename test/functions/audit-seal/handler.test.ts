import { expect, test } from "vitest";
import { makeHandler } from "#functions/audit-seal/handler.ts";
import { silentLog } from "#shared/adapters/node/json-log.ts";
import type { EventLog } from "#shared/audit/ports.ts";
import { sealStoreOn } from "#shared/storage/seal-store.ts";
import { at } from "#test/support/findings.ts";
import { memoryRecords, nodeDigest } from "#test/support/memory-records.ts";
import { notedMetrics } from "#test/support/noted-metrics.ts";

function sealing(eventLog: EventLog) {
  const { table, clock } = memoryRecords("2026-11-23T09:07:00Z");
  const metrics = notedMetrics();
  const genesis = at("2026-11-23T08:30:00Z");
  const handler = makeHandler({
    eventLog,
    seals: sealStoreOn(table),
    clock,
    digest: nodeDigest,
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
