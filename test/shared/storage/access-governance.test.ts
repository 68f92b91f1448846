import { expect, test } from "vitest";
import type { Witness } from "#shared/access/ports.ts";
import { virtualClock } from "#shared/adapters/local/clocks.ts";
import { openStateFile } from "#shared/adapters/local/sqlite-file.ts";
import { SqliteTable } from "#shared/adapters/local/sqlite-table.ts";
import { BOOTSTRAP } from "#shared/catalog/rule-authors.ts";
import { groupName, personId } from "#shared/kernel/ids.ts";
import { freezeSwitchOn, governanceOn, setFreeze } from "#shared/storage/access-governance.ts";
import { catalogStoreOn } from "#shared/storage/catalog-store.ts";
import { personStoreOn } from "#shared/storage/person-store.ts";
import { recordsOn, unchanged } from "#shared/storage/records.ts";
import { digest, START } from "#test/support/access/grant-world.ts";
import { DOCUMENTS } from "#test/support/access/request-world.ts";
import { catalogOf } from "#test/support/catalog/resolved.ts";

function world() {
  const table = new SqliteTable(openStateFile(":memory:", { durability: "normal" }));
  const records = recordsOn(table, { clock: virtualClock(START), digest });
  const catalogs = catalogStoreOn(records, { digest });
  const persons = personStoreOn(records);
  const holds = async ({ kind, id, revision }: Witness) =>
    (await records.commit([], [unchanged(kind, id, revision === undefined ? undefined : { revision })])).ok;
  return { records, catalogs, persons, holds, governance: governanceOn({ records, catalogs, persons }) };
}

const ana = { id: personId("ana"), name: "Ana", groups: [groupName("all-data")], active: true };

test("what was read of the catalogue holds until the next apply, from the empty one on", async () => {
  const { governance, catalogs, holds } = world();
  const empty = await governance.catalog();
  expect(await holds(empty.head)).toBe(true);
  expect((await catalogs.save(catalogOf(DOCUMENTS), { by: "eva" })).ok).toBe(true);
  expect(await holds(empty.head)).toBe(false);
  const applied = await governance.catalog();
  expect(applied.catalog.datasets.has("sales.orders")).toBe(true);
  expect(await holds(applied.head)).toBe(true);
});

test("what was read of a person holds until the directory says something else of them", async () => {
  const { governance, persons, holds } = world();
  const unknown = await governance.person(ana.id);
  expect(unknown.person).toBeUndefined();
  expect(await holds(unknown.row)).toBe(true);
  await persons.save([ana], "test");
  expect(await holds(unknown.row)).toBe(false);
  const known = await governance.person(ana.id);
  expect(known.person).toEqual(ana);
  await persons.save([{ ...ana, active: false }], "test");
  expect(await holds(known.row)).toBe(false);
  expect((await governance.people()).all.map(({ active }) => active)).toEqual([false]);
});

test("nothing is frozen until somebody freezes it; each turn of the switch is an event", async () => {
  const { governance, records, holds } = world();
  const before = await governance.freeze();
  expect(before.frozen).toBe(false);
  expect(await setFreeze({ frozen: true, because: "an audit" }, "sam", records)).toBe(true);
  expect(await holds(before.row)).toBe(false);
  expect(await governance.freeze()).toMatchObject({ frozen: true, because: "an audit" });
  expect(await setFreeze({ frozen: false, because: "" }, "sam", records)).toBe(true);
  const types = (await records.events("access-freeze", "switch")).map(({ type }) => type);
  expect(types).toEqual(["access.frozen", "access.thawed"]);
});

test("the switch says who turned it last, when and why; of two at one moment one is told that it lost", async () => {
  const { records } = world();
  const freezeSwitch = freezeSwitchOn(records);
  expect(await freezeSwitch.last()).toBeUndefined();
  expect(await freezeSwitch.turn({ frozen: true, because: "an audit" }, personId("sam"))).toBe(true);
  expect(await freezeSwitch.last()).toEqual({ frozen: true, because: "an audit", by: "sam", at: START });
  const both = await Promise.all(
    ["sue", "sam"].map((by) => freezeSwitch.turn({ frozen: false, because: by }, personId(by))),
  );
  expect(both.toSorted()).toEqual([false, true]);
});

test("the author of a revision is the person who applied it; what a function applied has none", async () => {
  const { catalogs, governance } = world();
  expect(await governance.authors()).toEqual(new Map());
  const first = catalogOf(DOCUMENTS);
  await catalogs.save(first, { by: "function:local-sample" });
  await catalogs.save({ ...first, revision: 2 }, { by: "eva" });
  expect(await governance.authors()).toEqual(new Map([[2, "eva"]]));
});

test("of what the bootstrap laid first it is known that no person wrote it; later nobody can be said to be the bootstrap", async () => {
  const { catalogs, governance } = world();
  const first = catalogOf(DOCUMENTS);
  await catalogs.save(first, { by: "function:sample", author: BOOTSTRAP });
  await catalogs.save({ ...first, revision: 2 }, { by: "function:sample", author: BOOTSTRAP });
  expect(await governance.authors()).toEqual(new Map([[1, null]]));
});
