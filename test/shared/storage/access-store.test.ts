import { expect, test } from "vitest";
import { grantId, personId, requestId } from "#shared/kernel/ids.ts";
import { dueIds } from "#test/support/access/due-ids.ts";
import { grantWorld, must, plannedGrant, plannedRequest } from "#test/support/access/grant-world.ts";
import { at } from "#test/support/access/moment.ts";

const event = { type: "test.moved", by: "test", data: {} };

test("a request of 25 items, its grants and all their events fit one transaction", async () => {
  const world = await grantWorld(25);
  expect(await world.store.grantsOf(personId("ana"), { limit: 100 })).toMatchObject({ items: { length: 25 } });
});

test("everything is written, or nothing is", async () => {
  const world = await grantWorld();
  const stored = must(await world.store.grant(grantId("G-1-1")));
  const moved = { value: plannedGrant(0, { nextActionAt: at("2026-11-23T10:00:00Z") }), event };
  const written = await world.store.commit({ ...plannedRequest(1), grants: [{ stored, moved }] });
  expect(written).toBe(false);
  expect((await world.store.grant(grantId("G-1-1")))?.revision).toBe(1);
});

test("the slower of two writers of one row is told that it lost, and a condition counts as much", async () => {
  const world = await grantWorld();
  const stored = must(await world.store.grant(grantId("G-1-1")));
  const moved = { value: plannedGrant(0), event };
  const unmet = { kind: "access-request", id: "R-1", revision: 7 };
  expect(await world.store.saveGrant(stored, moved, [unmet])).toBeUndefined();
  expect(await world.store.saveGrant(stored, moved)).toMatchObject({ revision: 2 });
  expect(await world.store.saveGrant(stored, moved)).toBeUndefined();
});

test("a row as written can be changed at once, its events chained", async () => {
  const world = await grantWorld();
  let stored = must(await world.store.grant(grantId("G-1-1")));
  for (let each = 0; each < 3; each += 1) {
    stored = must(await world.store.saveGrant(stored, { value: plannedGrant(0), event }));
  }
  const events = await world.store.grantEvents(grantId("G-1-1"));
  expect(events.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
  for (const [index, each] of events.entries()) {
    if (index > 0) expect(each.previous).toBe(events[index - 1]?.hash);
  }
});

test("a row is due from its moment on, that moment included", async () => {
  const world = await grantWorld();
  const later = { value: plannedGrant(0, { nextActionAt: at("2026-11-23T10:00:00Z") }), event };
  await world.store.saveGrant(must(await world.store.grant(grantId("G-1-1"))), later);
  world.clock.set(at("2026-11-23T09:59:59.999Z"));
  expect(await dueIds(world)).toEqual(["R-1"]);
  world.clock.set(at("2026-11-23T10:00:00Z"));
  expect(await dueIds(world)).toEqual(["G-1-1", "R-1"]);
});

test("a request is found among its person's and in its state", async () => {
  const world = await grantWorld();
  const ids = async (page: Promise<{ items: readonly { value: { id: string } }[] }>) =>
    (await page).items.map(({ value }) => value.id);
  expect(await ids(world.store.requestsOf(personId("ana"), { limit: 10 }))).toEqual(["R-1"]);
  expect(await ids(world.store.requestsIn("ACTIVATING", { limit: 10 }))).toEqual(["R-1"]);
  expect(await ids(world.store.requestsIn("ACTIVE", { limit: 10 }))).toEqual([]);
  expect((await world.store.request(requestId("R-1")))?.revision).toBe(1);
});
