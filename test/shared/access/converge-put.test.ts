import { expect, test } from "vitest";
import { grantId } from "#shared/kernel/ids.ts";
import { type GrantWorld, grantWorld, must, runningRequest } from "#test/support/access/grant-world.ts";

const R1 = runningRequest(1).id;

/** What was written, in order: the kind of each row's event. */
async function eventsOf({ store }: GrantWorld) {
  const [request, grant] = [await store.requestEvents(R1), await store.grantEvents(grantId("G-1-1"))];
  return { request: request.map(({ type }) => type), grant: grant.map(({ type }) => type) };
}

test("the only grant of a request is confirmed together with its request: neither is ever seen without the other", async () => {
  const world = await grantWorld();
  const worker = world.worker();
  await worker.until("after cloud.readPolicy");
  await worker.until("before store.commit");
  expect((await world.grant()).state).toBe("PROVISIONING");
  expect((await world.request()).state).toBe("ACTIVATING");
  await worker.until("after store.commit");
  expect((await world.grant()).state).toBe("ACTIVE");
  expect((await world.request()).state).toBe("ACTIVE");
  await worker.run();
  expect(await eventsOf(world)).toEqual({
    request: ["test.made", "request.active"],
    grant: ["test.made", "grant.began", "grant.active"],
  });
});

test("of two grants that are confirmed at the same moment, the later one brings their request on", async () => {
  const world = await grantWorld(2);
  const workers = [world.worker(grantId("G-1-1")), world.worker(grantId("G-1-2"))];
  for (const worker of workers) {
    await worker.until("after cloud.readPolicy");
    await worker.until("before store.saveGrant");
  }
  for (const worker of workers) await worker.until("after store.saveGrant");
  for (const worker of workers) await worker.run();
  expect((await world.request()).state).toBe("ACTIVE");
});

test("a grant is confirmed all the same when somebody else wrote its request meanwhile, and that is brought on behind it", async () => {
  const world = await grantWorld();
  const worker = world.worker();
  await worker.until("after cloud.readPolicy");
  const stored = must(await world.store.request(R1));
  const note = { type: "test.noted", by: "test", data: {} };
  await world.store.commit({ requests: [{ stored, moved: { value: stored.value, event: note } }] });
  await worker.run();
  expect((await world.grant()).state).toBe("ACTIVE");
  expect((await world.request()).state).toBe("ACTIVE");
  expect((await eventsOf(world)).request).toEqual(["test.made", "test.noted", "request.active"]);
});
