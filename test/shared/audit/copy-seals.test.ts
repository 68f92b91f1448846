import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { COPIES_PER_RUN, copySeals } from "#shared/audit/copy-seals.ts";
import { sealEvents } from "#shared/audit/seal-events.ts";
import { type CopyFile, verifySealedCopies } from "#shared/contracts/sealed-copies.ts";
import type { BlobStore } from "#shared/cost/ports.ts";
import { hours, minutes, plus } from "#shared/kernel/time.ts";
import { eventLogOn } from "#shared/storage/event-log.ts";
import { sealStoreOn } from "#shared/storage/seal-store.ts";
import { memoryBlobs } from "#test/simulation/world/memory-files.ts";
import { memoryRecords, nodeDigest } from "#test/support/memory-records.ts";
import { openDoor, sealedDoors } from "#test/support/sealed-doors.ts";

const nameOf = (number: number) => `seal-${String(number).padStart(9, "0")}.ndjson`;

async function textOf(blobs: BlobStore, number: number): Promise<string | undefined> {
  const file = await blobs.open(`sealed/${nameOf(number)}`);
  return file && new TextDecoder().decode(await file.slice(0, file.bytes));
}

async function filesIn(blobs: BlobStore): Promise<readonly CopyFile[]> {
  const files: CopyFile[] = [];
  for (let number = 1; ; number += 1) {
    const text = await textOf(blobs, number);
    if (text === undefined) return files;
    files.push({ name: nameOf(number), text });
  }
}

/** Blobs whose `die`th put is the last thing that its run does. */
function dyingAt(die: number, when: "before" | "after", blobs: BlobStore): BlobStore {
  let puts = 0;
  return {
    open: blobs.open,
    async put(key, bytes) {
      puts += 1;
      if (puts === die && when === "before") throw new Error("died");
      const put = await blobs.put(key, bytes);
      if (puts === die) throw new Error("died");
      return put;
    },
  };
}

describe("copies of seals", () => {
  test("hold each seal and its events once, and verify without the plane", async () => {
    const { deps, seals } = await sealedDoors();
    const copies = memoryBlobs();
    expect(await copySeals({ ...deps, copies })).toBe(seals.length);
    expect(await copySeals({ ...deps, copies })).toBe(0);
    const files = await filesIn(copies);
    expect(files).toHaveLength(seals.length);
    expect(verifySealedCopies(files.toReversed(), nodeDigest)).toEqual({
      intact: true,
      events: 27,
      seals: seals.length,
      unsealed: 0,
      lastSeal: seals.at(-1)?.hash,
    });
  });

  test("a run that dies after it sealed, before it copied, is made up for by the next: nothing is lost and nothing doubled", async () => {
    const { deps, records, clock } = await sealedDoors();
    const copies = memoryBlobs();
    await copySeals({ ...deps, copies });
    const before = (await deps.seals.last())?.number ?? 0;
    clock.set(plus(clock.now(), hours(1)));
    // Sealed, and dead: the row stands, the copy does not.
    expect(await sealEvents(deps)).toBe(3);
    expect(await textOf(copies, before + 1)).toBeUndefined();
    // More events before the next run: the seal that stands does not take them in.
    await openDoor(records, "front", 10);
    clock.set(plus(clock.now(), hours(1)));
    expect(await sealEvents(deps)).toBe(1);
    expect(await copySeals({ ...deps, copies })).toBe(2);
    expect(verifySealedCopies(await filesIn(copies), nodeDigest)).toMatchObject({ intact: true, events: 31 });
  });

  test.each(["before", "after"] as const)(
    "a run that dies %s any of its writes leaves no gap, and the next writes the same bytes as one that never died",
    async (when) => {
      const { deps, seals } = await sealedDoors();
      const whole = memoryBlobs();
      await copySeals({ ...deps, copies: whole });
      for (let die = 1; die <= seals.length; die += 1) {
        const copies = memoryBlobs();
        await expect(copySeals({ ...deps, copies: dyingAt(die, when, copies) })).rejects.toThrow("died");
        expect(await filesIn(copies)).toHaveLength(when === "before" ? die - 1 : die);
        await copySeals({ ...deps, copies });
        expect(await filesIn(copies)).toEqual(await filesIn(whole));
      }
    },
  );

  test("two runs at once write the same", async () => {
    const { deps, seals } = await sealedDoors();
    const copies = memoryBlobs();
    await Promise.all([copySeals({ ...deps, copies }), copySeals({ ...deps, copies })]);
    expect(await filesIn(copies)).toHaveLength(seals.length);
  });

  test("a table whose newest seal is not the one that was copied, as after a restore, is refused at once", async () => {
    const [one, other] = [await sealedDoors(), await sealedDoors(["front", "back"])];
    const copies = memoryBlobs();
    await copySeals({ ...one.deps, copies });
    await expect(copySeals({ ...other.deps, copies })).rejects.toThrow(
      `Cannot write blob "sealed/${nameOf(one.seals.length)}": it holds other bytes`,
    );
  });

  test("a seal whose event is gone from the table is not copied, and the run says which", async () => {
    const { deps } = await sealedDoors();
    const eventLog = { ofHour: async () => [] };
    await expect(copySeals({ ...deps, eventLog, copies: memoryBlobs() })).rejects.toThrow(
      /^Cannot copy seal 1: no event has the hash [0-9a-f]{64}$/,
    );
  });

  // One event an hour makes one seal an hour: 501 of them are one more than a run copies.
  test("a long log without copies is copied over several runs, each from where the last one stopped", async () => {
    const { table, records, clock } = memoryRecords("2026-11-01T00:30:00Z");
    const deps = { eventLog: eventLogOn(table), seals: sealStoreOn(table), clock, digest: nodeDigest };
    const sealing = { ...deps, genesis: clock.now() };
    for (let turn = 0; turn <= COPIES_PER_RUN; turn += 1) {
      await openDoor(records, "front", turn);
      clock.set(plus(clock.now(), minutes(60)));
      await sealEvents(sealing);
    }
    const copies = memoryBlobs();
    expect(await copySeals({ ...sealing, copies })).toBe(COPIES_PER_RUN);
    expect(await copySeals({ ...sealing, copies })).toBe(1);
    expect(verifySealedCopies(await filesIn(copies), nodeDigest)).toMatchObject({ intact: true, seals: 501 });
  }, 60_000);
});

describe("copies of seals that are not as they were written", () => {
  let files: readonly CopyFile[];
  beforeAll(async () => {
    const { deps } = await sealedDoors();
    const copies = memoryBlobs();
    await copySeals({ ...deps, copies });
    files = await filesIn(copies);
  });

  const changed = (at: number, change: (text: string) => string) =>
    files.map((file, index) => (index === at ? { ...file, text: change(file.text) } : file));

  test("an altered event is named", () => {
    const altered = changed(1, (text) => text.replace('"by":"ada"', '"by":"adb"'));
    expect(verifySealedCopies(altered, nodeDigest)).toMatchObject({
      what: "altered",
      where: expect.stringMatching(/^event \d+ of door (front|back|côté)$/),
    });
  });

  test("a missing copy is named, and so is one that stands under another number", () => {
    expect(verifySealedCopies(files.toSpliced(1, 1), nodeDigest)).toMatchObject({ intact: false });
    const renamed = files.map((file, at) => (at === 1 ? { ...file, name: nameOf(9) } : file));
    expect(verifySealedCopies(renamed, nodeDigest)).toMatchObject({
      where: "seal-000000009.ndjson",
      why: "it holds seal 2",
    });
  });

  test("one byte altered anywhere is found", () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 255 }), (which, place, change) => {
        const altered = changed(which % files.length, (text) => {
          const bytes = Buffer.from(text);
          const at = place % bytes.length;
          bytes[at] = (bytes[at] as number) ^ change;
          return bytes.toString("utf8");
        });
        expect(verifySealedCopies(altered, nodeDigest).intact).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  test("whatever a file holds, there is an answer", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(verifySealedCopies([{ name: nameOf(1), text }], nodeDigest).intact).toBe(false);
      }),
    );
  });
});
