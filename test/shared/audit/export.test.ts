import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { sealEvents } from "#shared/audit/seal-events.ts";
import { nameOf } from "#shared/audit/verify-export.ts";
import { type AuditFiles, verifyAuditFiles, writeAuditExport } from "#shared/contracts/audit-export.ts";
import { jsonOf } from "#shared/contracts/audit-lines.ts";
import { hours, plus } from "#shared/kernel/time.ts";
import type { ChainedEvent } from "#shared/storage/event.ts";
import { memoryRecords, nodeDigest } from "#test/support/memory-records.ts";
import { DOOR, sealedDoors } from "#test/support/sealed-doors.ts";

describe("sealing", () => {
  test("covers each event of the hours that are over exactly once", async () => {
    const { events, seals } = await sealedDoors();
    const leaves = seals.flatMap((seal) => seal.leaves);
    expect(new Set(leaves).size).toBe(leaves.length);
    expect(events.filter(({ hash }) => leaves.includes(hash))).toHaveLength(27);
    expect(events).toHaveLength(30);
  });

  test("a run without news makes no seal, however often it comes", async () => {
    const { deps } = await sealedDoors();
    const before = await deps.seals.last();
    expect(await sealEvents(deps)).toBe(0);
    expect(await deps.seals.last()).toEqual(before);
  });

  test("two workers at once: one seals, the other writes nothing", async () => {
    const { deps, clock } = await sealedDoors();
    clock.set(plus(clock.now(), hours(1)));
    const sealed = await Promise.all([sealEvents(deps), sealEvents(deps)]);
    expect(sealed.toSorted()).toEqual([0, 3]);
  });
});

describe("an export", () => {
  let files: AuditFiles;
  let parts: Awaited<ReturnType<typeof sealedDoors>>;
  beforeAll(async () => {
    parts = await sealedDoors();
    files = writeAuditExport(parts.events, parts.seals, nodeDigest);
  });

  test("verifies from its files alone", () => {
    expect(verifyAuditFiles(files, nodeDigest)).toEqual({
      intact: true,
      events: 30,
      seals: parts.seals.length,
      unsealed: 3,
      lastSeal: parts.seals.at(-1)?.hash,
    });
  });

  /** What a line says that it is, whatever was done to it; and where it stands, for one that says nothing. */
  const namesOf = (name: keyof AuditFiles, bytes: Buffer, at: number): readonly string[] => {
    if (name === "manifest.json") return [name];
    const line = bytes.subarray(0, at).toString("latin1").split("\n").length;
    const said = jsonOf(bytes.toString("utf8").split("\n")[line - 1] ?? "") as ChainedEvent & { number: number };
    const own = name === "seals.ndjson" ? `seal ${said?.number}` : said?.aggregate && nameOf(said);
    return [`${name} line ${line}`, ...(own === undefined ? [] : [own])];
  };

  test("one byte altered anywhere is found, and named by the line that it is in", () => {
    const names = Object.keys(files) as (keyof AuditFiles)[];
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.nat(), fc.integer({ min: 1, max: 255 }), (name, place, change) => {
        const bytes = Buffer.from(files[name]);
        const at = place % bytes.length;
        const before = Buffer.from(bytes);
        bytes[at] = (bytes[at] as number) ^ change;
        const found = verifyAuditFiles({ ...files, [name]: bytes.toString("utf8") }, nodeDigest);
        expect(found).toMatchObject({ intact: false, what: "altered" });
        // A line that was broken in two, or joined to the next, is named by where it began.
        const named = [...namesOf(name, bytes, at), ...namesOf(name, before, at).slice(0, 1)];
        expect(named).toContain("where" in found ? found.where : "");
      }),
      { numRuns: 500 },
    );
  });

  test.each([7, 1])(
    "a seal whose number was altered, to %d, is named as altered: nothing was dropped or inserted",
    (to) => {
      const seals = files["seals.ndjson"].replace('"number":3', `"number":${to}`);
      expect(verifyAuditFiles({ ...files, "seals.ndjson": seals }, nodeDigest)).toMatchObject({
        what: "altered",
        where: `seal ${to}`,
      });
    },
  );

  test("an altered event is named", () => {
    const altered = parts.events.map((event) =>
      event.sequence === 4 && event.aggregate.id === "back" ? { ...event, by: "mallory" } : event,
    );
    expect(verifyAuditFiles(writeAuditExport(altered, parts.seals, nodeDigest), nodeDigest)).toMatchObject({
      what: "altered",
      where: "event 4 of door back",
    });
  });

  test.each([
    { because: "white space", write: (line: string) => line.replace("{", "{ ") },
    {
      because: "a name that stands twice, first with another value",
      write: (line: string) => `{"by":"mallory",${line.slice(1)}`,
    },
  ])("an event that reads the same but is written otherwise is named by its line: $because", ({ write }) => {
    const lines = files["events.ndjson"].split("\n");
    const doctored = lines.map((line, at) => (at === 4 ? write(line) : line)).join("\n");
    expect(verifyAuditFiles({ ...files, "events.ndjson": doctored }, nodeDigest)).toEqual({
      intact: false,
      what: "altered",
      where: "events.ndjson line 5",
      why: "its bytes are not as they were written",
    });
  });

  test("a dropped event is named, also the last of its chain", () => {
    const without = (id: string, sequence: number) =>
      parts.events.filter((event) => !(event.aggregate.id === id && event.sequence === sequence));
    expect(verifyAuditFiles(writeAuditExport(without("back", 4), parts.seals, nodeDigest), nodeDigest)).toMatchObject({
      what: "dropped",
      where: "event 4 of door back",
    });
    const cut = parts.events.filter((event) => event.aggregate.id !== "front" || event.sequence < 9);
    expect(verifyAuditFiles(writeAuditExport(cut, parts.seals, nodeDigest), nodeDigest)).toMatchObject({
      what: "dropped",
    });
  });

  /** As somebody leaves it who takes events out of the files, and cannot have them signed anew. */
  const leaving = (events: readonly ChainedEvent[]): AuditFiles => ({
    ...writeAuditExport(events, parts.seals, nodeDigest),
    "manifest.json": files["manifest.json"],
  });

  test("a dropped event that no seal covers yet is named too: the last of its chain, and one that is its whole chain", async () => {
    const last = parts.events.filter(({ aggregate, sequence }) => aggregate.id !== "front" || sequence < 10);
    expect(verifyAuditFiles(leaving(last), nodeDigest)).toMatchObject({
      what: "dropped",
      where: "event 10 of door front",
    });
    const { records } = memoryRecords("2026-11-23T14:29:00Z");
    const event = { type: "door.opened", by: "ada", data: {} };
    await records.commit([records.create(DOOR, "new", { value: 1, event })]);
    const whole = [...parts.events, ...(await records.events("door", "new"))];
    const signed = writeAuditExport(whole, parts.seals, nodeDigest);
    expect(verifyAuditFiles(signed, nodeDigest)).toMatchObject({ intact: true, unsealed: 4 });
    const without = { ...files, "manifest.json": signed["manifest.json"] };
    expect(verifyAuditFiles(without, nodeDigest)).toMatchObject({ what: "dropped", where: "event 1 of door new" });
    const added = { ...signed, "manifest.json": files["manifest.json"] };
    expect(verifyAuditFiles(added, nodeDigest)).toMatchObject({ what: "inserted", where: "event 1 of door new" });
  });

  test("an altered manifest is told as that, and no event is said to be gone for it", () => {
    const hash = /"hash":"(\w{64})"/.exec(files["manifest.json"])?.[1] ?? expect.unreachable("a head");
    const altered = files["manifest.json"].replace(hash, "0".repeat(64));
    expect(verifyAuditFiles({ ...files, "manifest.json": altered }, nodeDigest)).toMatchObject({
      what: "altered",
      where: "manifest.json",
    });
  });

  test("a whole invented aggregate, well chained, is named: no seal covers it", async () => {
    const { records } = memoryRecords("2026-11-23T09:45:00Z");
    await records.commit([
      records.create(DOOR, "secret", { value: 1, event: { type: "door.opened", by: "eve", data: {} } }),
    ]);
    const invented = [...(await records.events("door", "secret")), ...parts.events];
    expect(verifyAuditFiles(writeAuditExport(invented, parts.seals, nodeDigest), nodeDigest)).toMatchObject({
      what: "inserted",
      where: "event 1 of door secret",
    });
  });

  test("a dropped seal is named", () => {
    const seals = parts.seals.filter(({ number }) => number !== 2);
    expect(verifyAuditFiles(writeAuditExport(parts.events, seals, nodeDigest), nodeDigest)).toMatchObject({
      what: "dropped",
      where: "seal 2",
    });
  });

  test("whatever the files hold, there is an answer", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.json(), (events, seals, manifest) => {
        const found = verifyAuditFiles(
          { "events.ndjson": events, "seals.ndjson": seals, "manifest.json": manifest },
          nodeDigest,
        );
        expect(found.intact).toBe(false);
      }),
    );
  });
});
