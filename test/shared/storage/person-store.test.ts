import { describe, expect, test } from "vitest";
import type { Person } from "#shared/catalog/person.ts";
import { groupName, personId } from "#shared/kernel/ids.ts";
import { directoryHead } from "#shared/storage/directory-head.ts";
import { personKind, personStoreOn } from "#shared/storage/person-store.ts";
import { type Records, recordsOn } from "#shared/storage/records.ts";
import { memoryRecords, nodeDigest } from "#test/support/memory-records.ts";

const person = (id: string, rest: Partial<Person> = {}): Person => ({
  id: personId(id),
  name: id,
  groups: [groupName("all-data")],
  active: true,
  ...rest,
});

const ada = person("ada", { mail: "ada@example.com", manager: personId("lea") });

describe("people", () => {
  test("are kept as the identity provider says, more than one transaction holds", async () => {
    const store = personStoreOn(memoryRecords().records);
    const many = Array.from({ length: 120 }, (_, index) => person(`p${String(index).padStart(3, "0")}`));
    await store.save([...many, ada], "function:people-import");
    expect((await store.people()).all).toHaveLength(121);
    expect((await store.find(ada.id))?.value).toEqual(ada);
    expect((await store.people()).inGroup(groupName("all-data"))).toHaveLength(121);
  });

  test("who is as before is left alone; who left is in no group any more", async () => {
    const { records } = memoryRecords();
    const store = personStoreOn(records);
    await store.save([ada], "import");
    await store.save([ada], "import");
    expect(await records.events("person", "ada")).toHaveLength(1);
    await store.save([{ ...ada, active: false }], "import");
    expect((await store.people()).inGroup(groupName("all-data"))).toEqual([]);
    expect((await records.events("person", "ada")).map(({ type }) => type)).toEqual(["person.joined", "person.left"]);
  });

  test("events carry no name and no mail: they are kept for ever", async () => {
    const { records } = memoryRecords();
    await personStoreOn(records).save([ada], "import");
    expect(JSON.stringify(await records.events("person", "ada"))).not.toContain("example.com");
  });

  test("a decider who left since makes a commit fail", async () => {
    const { records } = memoryRecords();
    const store = personStoreOn(records);
    await store.save([ada], "import");
    const check = store.unchanged(ada.id, await store.find(ada.id));
    expect((await records.commit([], [check])).ok).toBe(true);
    await store.save([{ ...ada, active: false }], "import");
    expect((await records.commit([], [check])).ok).toBe(false);
  });

  test("who was read cannot be changed for the next reader, and is another as soon as the row is", async () => {
    const { records } = memoryRecords();
    const store = personStoreOn(records);
    await store.save([ada], "import");
    const read = (await store.find(ada.id))?.value ?? {};
    expect(() => Object.assign(read, { active: false })).toThrow(TypeError);
    expect(() => Object.assign((read as Person).groups, ["admins"])).toThrow(TypeError);
    expect((await store.people()).all[0]).toEqual(ada);
    // Another connection writes it: nothing here is told.
    await personStoreOn(records).save([{ ...ada, active: false }], "import");
    expect((await store.find(ada.id))?.value.active).toBe(false);
    await personStoreOn(records).save([ada], "import");
    expect((await store.find(ada.id))?.value.active).toBe(true);
  });

  test("are read again only when one of them is another, whoever wrote it", async () => {
    const { records, table, clock } = memoryRecords();
    const store = personStoreOn(records);
    await store.save([ada, person("ben")], "import");
    const known = await store.people();
    expect(await store.people()).toBe(known);
    await store.save([ada], "import");
    expect(await store.people()).toBe(known);
    // Another process: nothing here is told.
    await personStoreOn(recordsOn(table, { clock, digest: nodeDigest })).save([person("cy")], "import");
    expect((await store.people()).all.map(({ id }) => id)).toEqual(["ada", "ben", "cy"]);
  });

  test("what an index lists late is not remembered", async () => {
    const { records } = memoryRecords();
    await personStoreOn(records).save([ada, person("ben")], "import");
    const before = await records.list(personKind, { index: "list", partition: "PEOPLE", limit: 500 });
    await personStoreOn(records).save([{ ...ada, active: false }], "import");
    let lags = true;
    const late: Records = { ...records, list: (kind, query) => (lags ? (before as never) : records.list(kind, query)) };
    const store = personStoreOn(late);
    expect((await store.people()).inGroup(groupName("all-data"))).toEqual(["ada", "ben"]);
    lags = false;
    expect((await store.people()).inGroup(groupName("all-data"))).toEqual(["ben"]);
  });

  test.each([
    ["a directory of before there was a head", 0],
    ["a head that an older version, still running, did not move", 1],
  ])("%s is counted when the provider sends its people again", async (_why, headed) => {
    const { records, table } = memoryRecords();
    const store = personStoreOn(records);
    if (headed === 1) await store.save([ada], "import");
    const old = { value: person("ben"), event: { type: "person.joined", by: "import", data: {} } };
    await records.commit([records.create(personKind, "ben", old)]);
    await store.save([person("ben")], "import");
    const listed = (await table.query({ index: "list", partition: "PEOPLE", limit: 500 })).items;
    expect((await directoryHead(records))?.value.changes).toBe(listed.length);
    const known = await store.people();
    expect(known.all).toHaveLength(1 + headed);
    expect(await store.people()).toBe(known);
  });
});
