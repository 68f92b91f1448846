import { describe, expect, test } from "vitest";
import { canonicalJson, type JsonObject } from "#shared/kernel/json.ts";
import { NO_EVENT } from "#shared/storage/event.ts";
import type { RecordKind } from "#shared/storage/record.ts";
import { StoredShapeError, unchanged } from "#shared/storage/records.ts";
import { memoryRecords, nodeDigest } from "#test/support/memory-records.ts";

type Door = { readonly open: boolean };

const doors = (version: number, migrations: RecordKind<Door>["migrations"] = {}): RecordKind<Door> => ({
  name: "door",
  version,
  encode: ({ open }) => ({ open }),
  decode: (body) => {
    const { open } = body as { open?: unknown };
    if (typeof open !== "boolean") throw new Error("open is no boolean");
    return { open };
  },
  indexes: ({ open }) => ({ list: { partition: open ? "OPEN" : "SHUT", sort: "door" } }),
  migrations,
});

const DOOR = doors(1);

const opened = { type: "door.opened", by: "ada", data: {} } as const;

describe("records", () => {
  test("a state and its event are written together, and read back", async () => {
    const { records } = memoryRecords();
    await records.commit([records.create(DOOR, "front", { value: { open: true }, event: opened })]);
    expect((await records.find(DOOR, "front"))?.value).toEqual({ open: true });
    expect((await records.events("door", "front")).map(({ type, sequence }) => [type, sequence])).toEqual([
      ["door.opened", 1],
    ]);
  });

  test("an aggregate that was never made is undefined", async () => {
    const { records } = memoryRecords();
    expect(await records.find(DOOR, "front")).toBeUndefined();
    expect(await records.events("door", "front")).toEqual([]);
  });

  test("events chain: each holds the hash of the one before, and its own", async () => {
    const { records } = memoryRecords();
    await records.commit([records.create(DOOR, "front", { value: { open: true }, event: opened })]);
    const stored = await records.find(DOOR, "front");
    if (stored === undefined) throw new Error("no door");
    const shut = { stored, value: { open: false }, event: { type: "door.shut", by: "ada", data: { why: "cold" } } };
    await records.commit([records.change(DOOR, "front", shut)]);
    const [first, second] = await records.events("door", "front");
    expect(first?.previous).toBe(NO_EVENT);
    expect(second?.previous).toBe(first?.hash);
    const { hash, ...unsigned } = second as NonNullable<typeof second>;
    expect(hash).toBe(nodeDigest(canonicalJson(unsigned as unknown as JsonObject)));
    expect((await records.find(DOOR, "front"))?.head).toBe(hash);
  });

  test("an upsert makes the first state or the next, and is refused where that moved since", async () => {
    const { records } = memoryRecords();
    const read = () => records.find(DOOR, "front");
    const upsert = (stored: Awaited<ReturnType<typeof read>>, open: boolean) =>
      records.commit([records.upsert(DOOR, "front", { stored, value: { open }, event: opened })]);
    expect((await upsert(undefined, true)).ok).toBe(true);
    const first = await read();
    expect((await upsert(undefined, false)).ok).toBe(false);
    expect((await upsert(first, false)).ok).toBe(true);
    expect((await upsert(first, true)).ok).toBe(false);
    expect(await read()).toMatchObject({ value: { open: false }, revision: 2 });
    expect(await records.events("door", "front")).toHaveLength(2);
  });

  test("the slower of two writers changes nothing, not even an event", async () => {
    const { records } = memoryRecords();
    await records.commit([records.create(DOOR, "front", { value: { open: true }, event: opened })]);
    const stored = await records.find(DOOR, "front");
    if (stored === undefined) throw new Error("no door");
    const shut = records.change(DOOR, "front", {
      stored,
      value: { open: false },
      event: { ...opened, type: "door.shut" },
    });
    expect((await records.commit([shut])).ok).toBe(true);
    expect((await records.commit([shut])).ok).toBe(false);
    expect(await records.events("door", "front")).toHaveLength(2);
  });

  test("a check of another row holds the whole transaction", async () => {
    const { records } = memoryRecords();
    await records.commit([records.create(DOOR, "front", { value: { open: true }, event: opened })]);
    const back = records.create(DOOR, "back", { value: { open: true }, event: opened });
    expect((await records.commit([back], [unchanged("door", "front", { revision: 2 })])).ok).toBe(false);
    expect((await records.commit([back], [unchanged("door", "front", undefined)])).ok).toBe(false);
    expect(await records.find(DOOR, "back")).toBeUndefined();
    expect((await records.commit([back], [unchanged("door", "front", { revision: 1 })])).ok).toBe(true);
  });

  test("a list follows the state, and leaves other kinds out", async () => {
    const { records } = memoryRecords();
    await records.commit([records.create(DOOR, "front", { value: { open: true }, event: opened })]);
    const query = { index: "list", partition: "OPEN", limit: 10 } as const;
    expect((await records.list(DOOR, query)).items).toHaveLength(1);
    expect((await records.list({ ...DOOR, name: "gate" }, query)).items).toHaveLength(0);
  });

  test("an old shape is lifted by its migration", async () => {
    const { records } = memoryRecords();
    await records.commit([records.create(DOOR, "front", { value: { open: true }, event: opened })]);
    const lifted = doors(3, { 1: () => ({ ajar: true }), 2: (body) => ({ open: (body as { ajar: boolean }).ajar }) });
    expect((await records.find(lifted, "front"))?.value).toEqual({ open: true });
  });

  test.each([
    { because: "no migration leads to the current version", kind: doors(2), says: "no migration from version 1" },
    { because: "it is newer than the code", kind: doors(0), says: "version 1 is newer than 0" },
    {
      because: "the body is not of its kind",
      kind: doors(2, { 1: () => ({}) }),
      says: "open is no boolean",
    },
  ])("a shape that cannot be read fails by name: $because", async ({ kind, says }) => {
    const { records } = memoryRecords();
    await records.commit([records.create(DOOR, "front", { value: { open: true }, event: opened })]);
    await expect(records.find(kind, "front")).rejects.toThrow(StoredShapeError);
    await expect(records.find(kind, "front")).rejects.toThrow(says);
  });

  test("a kind that is read often is decoded once per text, and by its migration each time", async () => {
    const { records } = memoryRecords();
    const decoded: unknown[] = [];
    const often = (version: number): RecordKind<Door> => {
      const kind = doors(version, { 1: () => ({ open: false }) });
      const decode = (body: unknown) => {
        decoded.push(body);
        return kind.decode(body);
      };
      return { ...kind, readOften: true, decode };
    };
    const [first, second] = [often(1), often(2)];
    await records.commit([records.create(first, "front", { value: { open: true }, event: opened })]);
    for (let time = 0; time < 3; time += 1) expect((await records.find(first, "front"))?.value).toEqual({ open: true });
    expect(decoded).toEqual([{ open: true }]);
    for (let time = 0; time < 2; time += 1) expect((await records.find(second, "front"))?.value.open).toBe(false);
    expect(decoded).toHaveLength(3);
  });
});
