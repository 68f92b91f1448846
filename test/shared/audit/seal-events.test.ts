import { describe, expect, test } from "vitest";
import type { EventLog, SealStore } from "#shared/audit/ports.ts";
import { NO_SEAL, type Seal } from "#shared/audit/seal.ts";
import { sealEvents } from "#shared/audit/seal-events.ts";
import { verifyExport } from "#shared/audit/verify-export.ts";
import { sha256 } from "#shared/kernel/digest.ts";
import { epochMillis, isoOf } from "#shared/kernel/time.ts";
import type { ChainedEvent } from "#shared/storage/event.ts";
import { sealStoreOn } from "#shared/storage/seal-store.ts";
import { at } from "#test/support/findings.ts";
import { memoryRecords, nodeDigest } from "#test/support/memory-records.ts";

type Seen = Pick<ChainedEvent, "at" | "hash">;

/** `count` events of one moment; all that sealing reads of them. */
const eventsAt = (moment: string, count: number): readonly Seen[] =>
  Array.from({ length: count }, (_, index) => ({ at: at(moment), hash: sha256(nodeDigest(`${moment}/${index}`)) }));

function sealing(events: readonly Seen[], startsAt: string, seals?: (real: SealStore) => SealStore) {
  const { table, clock } = memoryRecords(startsAt);
  const all = [...events] as ChainedEvent[];
  const eventLog: EventLog = {
    ofHour: async (hour) => all.filter((event) => isoOf(event.at).slice(0, 13) === isoOf(hour).slice(0, 13)),
  };
  const real = sealStoreOn(table);
  const genesis = at("2026-11-23T00:30:00Z");
  return { all, clock, deps: { eventLog, seals: seals?.(real) ?? real, clock, digest: nodeDigest, genesis }, real };
}

const everySeal = (store: SealStore): Promise<readonly Seal[]> => store.from(epochMillis(0));

/** Of the seals alone: their chain, their roots, and that no leaf is covered twice. */
const leavesOf = (seals: readonly Seal[]) => seals.flatMap(({ leaves }) => leaves);

// 64,000 events are 16 seals of 268 kB: 4.3 MB, more than one transaction holds.
test("a plane that did not seal for long seals all of it in turns, also when it dies between two of them", async () => {
  const backlog = [...eventsAt("2026-11-23T01:10:00Z", 40_000), ...eventsAt("2026-11-23T05:10:00Z", 24_000)];
  let appends = 0;
  const { deps, real } = sealing(backlog, "2026-11-23T09:00:00Z", (store) => ({
    ...store,
    append: async (made) => {
      appends += 1;
      if (appends === 2) throw new Error("died");
      return store.append(made);
    },
  }));
  await expect(sealEvents(deps)).rejects.toThrow("died");
  expect(leavesOf(await everySeal(real))).toHaveLength(48_000);
  expect(await sealEvents(deps)).toBe(16_000);
  const seals = await everySeal(real);
  expect(new Set(leavesOf(seals)).size).toBe(64_000);
  expect(seals.map(({ number }) => number)).toEqual(Array.from({ length: 16 }, (_, index) => index + 1));
  expect(seals.slice(1).every(({ previous }, index) => previous === seals[index]?.hash)).toBe(true);
}, 30_000);

describe("what a seal covers", () => {
  const early = eventsAt("2026-11-23T01:59:59.999Z", 1);
  const late = eventsAt("2026-11-23T02:00:00Z", 1);

  test("is the hours that are over: the one under way waits", async () => {
    const { deps, clock, real } = sealing([...early, ...late], "2026-11-23T02:59:59.999Z");
    expect(await sealEvents(deps)).toBe(1);
    expect(leavesOf(await everySeal(real))).toEqual(early.map(({ hash }) => hash));
    clock.set(at("2026-11-23T03:00:00Z"));
    expect(await sealEvents(deps)).toBe(1);
  });

  test("includes an event written late into an hour sealed before, up to two hours after", async () => {
    const { deps, clock, all, real } = sealing(early, "2026-11-23T02:00:00Z");
    expect(await sealEvents(deps)).toBe(1);
    all.push(...(eventsAt("2026-11-23T00:45:00Z", 2) as ChainedEvent[]));
    clock.set(at("2026-11-23T03:00:00Z"));
    expect(await sealEvents(deps)).toBe(2);
    expect((await real.last())?.number).toBe(2);
  });

  test("does not depend on a clock that went back: the chain goes on from its last seal", async () => {
    const { deps, clock, all, real } = sealing(early, "2026-11-23T06:00:00Z");
    await sealEvents(deps);
    all.push(...(eventsAt("2026-11-23T04:10:00Z", 1) as ChainedEvent[]));
    clock.set(at("2026-11-23T05:00:00Z"));
    expect(await sealEvents(deps)).toBe(1);
    expect(await sealEvents(deps)).toBe(0);
    expect((await real.last())?.number).toBe(2);
  });
});

test("seals of the same moment are listed in their order, past nine as well", async () => {
  const { table } = memoryRecords();
  const store = sealStoreOn(table);
  const seal = (number: number): Seal => ({
    number,
    at: at("2026-11-23T09:00:00Z"),
    leaves: [],
    root: nodeDigest(""),
    previous: NO_SEAL,
    hash: nodeDigest(String(number)),
  });
  await store.append(Array.from({ length: 12 }, (_, index) => seal(index + 1)));
  expect((await store.last())?.number).toBe(12);
  expect((await everySeal(store)).map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  expect((await store.append([seal(13), seal(4)])).ok).toBe(false);
  expect((await store.last())?.number).toBe(12);
});

test("an export of nothing proves nothing, and says so without a fault", () => {
  expect(verifyExport([], [], nodeDigest)).toEqual({
    intact: true,
    events: 0,
    seals: 0,
    unsealed: 0,
    lastSeal: NO_SEAL,
  });
});
