import { describe, expect, test } from "vitest";
import { everyOpenGrant } from "#shared/access/every-open-grant.ts";
import type { Grant } from "#shared/access/grant.ts";
import { neverStart } from "#shared/access/grant-end.ts";
import type { AccessStore } from "#shared/access/ports.ts";
import { reconcileHoldings } from "#shared/access/reconcile-holdings.ts";
import { virtualClock } from "#shared/adapters/local/clocks.ts";
import { openStateFile } from "#shared/adapters/local/sqlite-file.ts";
import { SqliteTable } from "#shared/adapters/local/sqlite-table.ts";
import { type GrantId, grantId, personId, requestId } from "#shared/kernel/ids.ts";
import { grantKind } from "#shared/storage/access-kinds.ts";
import { accessStoreOn } from "#shared/storage/access-store.ts";
import { recordsOn } from "#shared/storage/records.ts";
import type { Table, Write } from "#shared/storage/table.ts";
import { digest, must, plannedGrant, plannedRequest, runningRequest, START } from "#test/support/access/grant-world.ts";

const ANA = personId("ana");
const [G1, G2] = [grantId("G-1-1"), grantId("G-1-2")];
const event = { type: "test.made", by: "test", data: {} };

/** The store of a process whose table tells what it asks and writes; `theirs` is another process. */
function twoProcesses() {
  const inner = new SqliteTable(openStateFile(":memory:", { durability: "normal" }));
  const asked: string[] = [];
  const sent: (readonly Write[])[] = [];
  let before = async (): Promise<void> => undefined;
  const table: Table = {
    get: (key) => {
      asked.push(key.pk);
      return inner.get(key);
    },
    query: (query) => {
      asked.push(query.partition);
      return inner.query(query);
    },
    async transact(writes) {
      sent.push(writes);
      await before();
      return inner.transact(writes);
    },
  };
  const clock = virtualClock(START);
  const storeOn = (on: Table) => accessStoreOn({ records: recordsOn(on, { clock, digest }), table: on, digest });
  return {
    ours: storeOn(table),
    theirs: storeOn(inner),
    /** As a version of before writes: grants, and nothing beside them. */
    old: recordsOn(inner, { clock, digest }),
    asked,
    sent,
    /** Happens before each transaction of ours, when it is on its way. */
    meanwhile: (happening: () => Promise<void>) => {
      before = happening;
    },
  };
}

const names = async (store: AccessStore) => (await store.heldBy(ANA)).grants.map(({ id }) => id);

/** Lays what ana holds, as her asking for something does. */
async function laid(store: AccessStore): Promise<void> {
  expect(await store.commit({ held: await store.heldBy(ANA) })).toBe(true);
}

async function ended(store: AccessStore, id: GrantId) {
  const stored = must(await store.grant(id));
  if (stored.value.state !== "PLANNED") throw new Error("Cannot end a grant that has begun");
  return store.saveGrant(stored, neverStart(stored.value, { now: START, because: "request-over" }));
}

/** Whose row the hourly pass puts right. */
const reconciled = async (store: AccessStore) => reconcileHoldings(await everyOpenGrant(store), store);

describe("what a person holds", () => {
  test("is listed where no row says it, and laid with the next thing that is asked for", async () => {
    const { ours, theirs, asked } = twoProcesses();
    await theirs.commit(plannedRequest(2));
    const held = await ours.heldBy(ANA);
    expect(held).toMatchObject({ stored: undefined, grants: [{ id: G2 }, { id: G1 }] });
    expect(asked).toEqual(["holdings#ana", "GRANTS#ana"]);
    await ours.commit({ held });
    asked.length = 0;
    expect(await names(ours)).toEqual([G2, G1]);
    expect(asked).toEqual(["holdings#ana"]);
  });

  test("is written with the transactions that make grants and end them, and with no other", async () => {
    const { ours } = twoProcesses();
    await laid(ours);
    await ours.commit(plannedRequest(2));
    expect(await names(ours)).toEqual([G1, G2]);
    const stored = must(await ours.grant(G2));
    await ours.saveGrant(stored, { value: plannedGrant(1), event });
    expect((await ours.heldBy(ANA)).stored?.revision).toBe(2);
    expect(await ended(ours, G1)).toMatchObject({ value: { state: "NEVER_STARTED" } });
    expect(await names(ours)).toEqual([G2]);
  });

  test("is not laid by an end: an absent row never says that nothing is held", async () => {
    const { ours } = twoProcesses();
    await ours.commit(plannedRequest(2));
    await ended(ours, G1);
    expect(await ours.heldBy(ANA)).toMatchObject({ stored: undefined, grants: [{ id: G2 }] });
  });

  test("is read for an end, and read again by who wrote it later than another", async () => {
    const { ours, theirs, sent, meanwhile } = twoProcesses();
    await laid(ours);
    await ours.commit(plannedRequest(2));
    meanwhile(async () => {
      meanwhile(async () => undefined);
      await ended(theirs, G2);
    });
    sent.length = 0;
    expect(await ended(ours, G1)).toMatchObject({ value: { state: "NEVER_STARTED" } });
    expect(sent).toHaveLength(2);
    expect(await names(theirs)).toEqual([]);
  });

  test("is a condition of what makes a grant: of two that rest on the same, one is made", async () => {
    const { ours, theirs } = twoProcesses();
    await laid(ours);
    const held = await ours.heldBy(ANA);
    const activation = (id: string) => {
      const request = { ...runningRequest(1), id: requestId(id) };
      const grant = plannedGrant(0, { id: grantId(`G-${id.slice(2)}-1`), request: request.id });
      return { request, grant };
    };
    const outcomes: boolean[] = [];
    for (const [store, id] of [
      [theirs, "R-7"],
      [ours, "R-8"],
    ] as const) {
      const { request, grant } = activation(id);
      await store.commit({ requests: [{ stored: undefined, moved: { value: request, event } }] });
      const stored = must(await store.request(request.id));
      const grants = [{ value: grant, event }];
      const made = await store.activate({ stored, request: { value: request, event }, grants, held, unchanged: [] });
      outcomes.push(made !== undefined);
    }
    expect(outcomes).toEqual([true, false]);
    expect(await names(ours)).toEqual(["G-7-1"]);
  });

  test("never holds up an end: who keeps losing the row to others ends the grant without it", async () => {
    const { ours, theirs, meanwhile } = twoProcesses();
    await laid(ours);
    await ours.commit(plannedRequest(1));
    let item = 1;
    meanwhile(async () => {
      item += 1;
      const moved = { value: plannedGrant(item), event };
      expect(await theirs.commit({ grants: [{ stored: undefined, moved }] })).toBe(true);
    });
    expect(await ended(ours, G1)).toMatchObject({ value: { state: "NEVER_STARTED" } });
    meanwhile(async () => undefined);
    expect(await names(ours), "what it left is put right by the hour").toContain(G1);
    expect(await reconciled(ours)).toEqual([ANA]);
    expect(await names(ours)).not.toContain(G1);
    expect(await reconciled(ours)).toEqual([]);
  });

  test("is put right where a version of before made or ended grants without it", async () => {
    const { ours, old } = twoProcesses();
    await laid(ours);
    const made = (item: number): Grant => plannedGrant(item);
    for (const item of [0, 1]) {
      const grant = made(item);
      await old.commit([old.create(grantKind, grant.id, { value: grant, event })]);
    }
    expect(await names(ours)).toEqual([]);
    expect(await reconciled(ours)).toEqual([ANA]);
    expect((await names(ours)).toSorted()).toEqual([G1, G2]);
    const stored = must(await old.find(grantKind, G1));
    const over = neverStart(plannedGrant(0), { now: START, because: "too-late" });
    await old.commit([old.change(grantKind, G1, { stored, ...over })]);
    expect(await reconciled(ours)).toEqual([ANA]);
    expect(await names(ours)).toEqual([G2]);
  });

  test("is laid by the hour where grants are open and no row says it", async () => {
    const { ours, old } = twoProcesses();
    for (const item of [0, 1]) {
      const grant = plannedGrant(item);
      await old.commit([old.create(grantKind, grant.id, { value: grant, event })]);
    }
    expect((await ours.heldBy(ANA)).stored).toBeUndefined();
    expect(await reconciled(ours)).toEqual([ANA]);
    const { stored } = await ours.heldBy(ANA);
    expect(stored?.value.grants.map(({ id }) => id).toSorted()).toEqual([G1, G2]);
    expect(await reconciled(ours)).toEqual([]);
    await ended(ours, G1);
    expect(await names(ours), "and from then on an end writes it").toEqual([G2]);
  });

  test("is not laid for who holds nothing any more", async () => {
    const { ours } = twoProcesses();
    await ours.commit(plannedRequest(1));
    const open = await everyOpenGrant(ours);
    await ended(ours, G1);
    expect(await reconcileHoldings(open, ours)).toEqual([]);
    expect((await ours.heldBy(ANA)).stored).toBeUndefined();
  });

  test("is not laid over a row that somebody else laid meanwhile", async () => {
    const { ours, theirs, old, meanwhile } = twoProcesses();
    await old.commit([old.create(grantKind, G1, { value: plannedGrant(0), event })]);
    meanwhile(async () => {
      meanwhile(async () => undefined);
      await laid(theirs);
      await theirs.commit({ grants: [{ stored: undefined, moved: { value: plannedGrant(1), event } }] });
    });
    expect(await reconciled(ours)).toEqual([]);
    expect((await names(ours)).toSorted()).toEqual([G1, G2]);
  });

  test("loses to a grant that was made while it was being put right, and is looked at again", async () => {
    const { ours, theirs, old, meanwhile } = twoProcesses();
    await laid(ours);
    await old.commit([old.create(grantKind, G1, { value: plannedGrant(0), event })]);
    meanwhile(async () => {
      meanwhile(async () => undefined);
      await theirs.commit({ grants: [{ stored: undefined, moved: { value: plannedGrant(1), event } }] });
    });
    expect(await reconciled(ours)).toEqual([]);
    expect(await reconciled(ours)).toEqual([ANA]);
    expect((await names(ours)).toSorted()).toEqual([G1, G2]);
  });
});
