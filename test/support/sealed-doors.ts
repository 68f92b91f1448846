import { sealEvents } from "#shared/audit/seal-events.ts";
import { epochMillis, minutes, plus } from "#shared/kernel/time.ts";
import type { ChainedEvent } from "#shared/storage/event.ts";
import { eventLogOn } from "#shared/storage/event-log.ts";
import type { RecordKind } from "#shared/storage/record.ts";
import type { Records } from "#shared/storage/records.ts";
import { sealStoreOn } from "#shared/storage/seal-store.ts";
import { memoryRecords, nodeDigest } from "#test/support/memory-records.ts";

/** Something with events, and nothing that the plane knows. */
export const DOOR: RecordKind<number> = {
  name: "door",
  version: 1,
  encode: (count) => ({ count }),
  decode: (body) => (body as { count: number }).count,
  indexes: () => ({}),
};

/** One more opening of a door. */
export async function openDoor(records: Records, door: string, turn: number): Promise<void> {
  const stored = await records.find(DOOR, door);
  const event = { type: "door.opened", by: "ada", data: { turn, note: "<b>&\u2028" } };
  const change =
    stored === undefined
      ? records.create(DOOR, door, { value: turn, event })
      : records.change(DOOR, door, { stored, value: turn, event });
  await records.commit([change]);
}

const DOORS = ["front", "back", "côté"];

/** Three doors, unless others are named, opened ten times over five hours, sealed each hour but for the last. */
export async function sealedDoors(doors: readonly string[] = DOORS) {
  const { table, records, clock } = memoryRecords("2026-11-23T09:30:00Z");
  const genesis = clock.now();
  const deps = { eventLog: eventLogOn(table), seals: sealStoreOn(table), clock, digest: nodeDigest, genesis };
  for (let turn = 0; turn < 10; turn += 1) {
    for (const door of doors) await openDoor(records, door, turn);
    clock.set(plus(clock.now(), minutes(30)));
    if (turn % 2 === 1) await sealEvents(deps);
  }
  const events: ChainedEvent[] = [];
  for (let hour = genesis - 3_600_000; hour <= clock.now(); hour += 3_600_000) {
    events.push(...(await deps.eventLog.ofHour(epochMillis(hour))));
  }
  return { deps, events, seals: await deps.seals.from(genesis), records, clock };
}
