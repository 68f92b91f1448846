import { expect, test } from "vitest";
import { makeHandler } from "#functions/grant-reconcile/handler.ts";
import type { AccessStore, Governance } from "#shared/access/ports.ts";
import { personId } from "#shared/kernel/ids.ts";
import { orphanStoreOn } from "#shared/storage/orphan-store.ts";
import { recordsOn } from "#shared/storage/records.ts";
import { digest } from "#test/support/access/grant-world.ts";
import { type RequestWorld, requestWorld } from "#test/support/access/request-world.ts";
import { notedMetrics } from "#test/support/noted-metrics.ts";

async function run(world: RequestWorld, metrics = notedMetrics()): Promise<readonly string[]> {
  const said: string[] = [];
  const note = (message: string) => void said.push(message);
  const orphans = orphanStoreOn(recordsOn(world.table, { clock: world.clock, digest }));
  const handler = makeHandler({ ...world.deps, orphans, metrics, log: { info: note, warn: note, error: note } });
  await handler({} as never, {} as never);
  return said;
}

test("in a quiet hour nothing is said and nothing is touched", async () => {
  const world = await requestWorld();
  const id = await world.live();
  world.wait(60_000);
  const calls = world.cloud.calls.length;
  expect(await run(world)).toEqual([]);
  expect(world.cloud.calls.slice(calls)).toEqual([]);
  expect((await world.grant(id)).state).toBe("ACTIVE");
});

test("what people hold who left is ended", async () => {
  const world = await requestWorld();
  const id = await world.live();
  await world.governance.setPerson("ana", [], { active: false });
  expect(await run(world)).toContain("Access of people who left was ended");
  world.wait(1);
  await world.sweep();
  expect(await world.request(id)).toMatchObject({ state: "REVOKED", because: "off-boarded" });
});

test("a row of what somebody holds that is not as their grants say is put right, and said", async () => {
  const world = await requestWorld();
  await world.live();
  const held = await world.store.heldBy(personId("ana"));
  expect(held.stored, "ana asked, so it is laid").toBeDefined();
  await world.store.putHoldingsRight(held, []);
  expect(await run(world)).toEqual(["What people hold was not as their grants say, and was put right"]);
  expect((await world.store.heldBy(personId("ana"))).grants).toMatchObject([{ id: "G-1-1" }]);
  expect(await run(world)).toEqual([]);
});

test("each list of open grants is asked for once for all people, and a failure of it is said and holds back no account", async () => {
  const world = await requestWorld();
  await world.live();
  const asked: string[] = [];
  const store = (broken: boolean): AccessStore => ({
    ...world.store,
    grantsIn(state, page) {
      asked.push(state);
      return broken && state === "PLANNED" ? Promise.reject(new Error("no list")) : world.store.grantsIn(state, page);
    },
  });
  await run({ ...world, deps: { ...world.deps, store: store(false) } });
  expect(asked.filter((state) => state !== "ACTIVE")).toEqual(["PLANNED", "PROVISIONING", "REVOKING", "REVOKE_RETRY"]);
  const metrics = notedMetrics();
  expect(await run({ ...world, deps: { ...world.deps, store: store(true) } }, metrics)).toEqual([
    "Access of people who left could not be ended",
    "What people hold could not be held against their grants",
  ]);
  expect(metrics.said).toHaveLength(3);
});

test("an account that does not answer is said, once for each", async () => {
  const world = await requestWorld();
  world.cloud.reads = "fail";
  expect(await run(world)).toEqual([
    "An account could not be read",
    "An account could not be read",
    "An account could not be read",
  ]);
});

test("what people hold whom the directory does not know any more is ended too", async () => {
  const world = await requestWorld();
  const id = await world.live();
  await world.governance.removePerson("ana");
  expect(await run(world)).toContain("Access of people who left was ended");
  expect(await world.request(id)).toMatchObject({ state: "REVOKING", reason: "off-boarded" });
});

test("off-boarding that fails holds back no account", async () => {
  const world = await requestWorld();
  await world.live();
  world.cloud.reads = "fail";
  const { governance: real } = world;
  const governance: Governance = {
    catalog: () => real.catalog(),
    authors: () => real.authors(),
    people: () => real.people(),
    freeze: () => real.freeze(),
    person: () => Promise.reject(new Error("the directory does not answer")),
  };
  const said = await run({ ...world, deps: { ...world.deps, governance } });
  expect(said[0]).toBe("Access of people who left could not be ended");
  expect(said.slice(1)).toHaveLength(3);
});

test("how far the accounts are from the rows is said of each; access that somebody removed is drift", async () => {
  const world = await requestWorld();
  await world.live();
  world.wait(60_000);
  const quiet = notedMetrics();
  await run(world, quiet);
  expect(quiet.said.map(({ figures }) => figures)).toEqual([
    { drift: 0, accounts_unreconciled: 0 },
    { drift: 0, accounts_unreconciled: 0 },
    { drift: 0, accounts_unreconciled: 0 },
  ]);
  world.cloud.policies.clear();
  const found = notedMetrics();
  await run(world, found);
  expect(found.said.reduce((sum, { figures }) => sum + (figures.drift ?? 0), 0)).toBe(1);
});

test("an account that cannot be read is counted, and says nothing of drift", async () => {
  const world = await requestWorld();
  world.cloud.reads = "fail";
  const metrics = notedMetrics();
  await run(world, metrics);
  expect(metrics.said.map(({ figures }) => figures)).toEqual([
    { accounts_unreconciled: 1 },
    { accounts_unreconciled: 1 },
    { accounts_unreconciled: 1 },
  ]);
});
