import { expect, test } from "vitest";
import { DOCUMENTS, requestWorld } from "#test/support/access/request-world.ts";
import { stricterCatalog } from "#test/support/access/stricter-catalog.ts";

test("story 21, check then act: a policy that becomes stricter between check and commit stops the activation", async () => {
  const world = await requestWorld();
  const id = await world.approved();
  const slow = world.held(() => world.act(id));
  await slow.until("before store.activate");
  await world.governance.setCatalog(stricterCatalog(DOCUMENTS));
  await slow.run();
  expect((await world.request(id)).state).toBe("APPROVED");
  expect(world.cloud.calls).toEqual([]);
  await world.act(id);
  expect(await world.request(id)).toMatchObject({ state: "PENDING", round: 2 });
});

test("story 21: an approver who leaves between check and commit stops it too", async () => {
  const world = await requestWorld();
  const id = await world.approved();
  const slow = world.held(() => world.act(id));
  await slow.until("before store.activate");
  await world.governance.removePerson("owen");
  await slow.run();
  expect((await world.request(id)).state).toBe("APPROVED");
  await world.act(id);
  expect(await world.request(id)).toMatchObject({ state: "PENDING", round: 2 });
});

test("story 21: so does a freeze, which neither grants nor loses the approval", async () => {
  const world = await requestWorld();
  const id = await world.approved();
  const slow = world.held(() => world.act(id));
  await slow.until("before store.activate");
  await world.governance.setFrozen(true);
  await slow.run();
  await world.act(id);
  expect((await world.request(id)).state).toBe("APPROVED");
  await world.governance.setFrozen(false);
  await world.sweep();
  expect((await world.request(id)).state).toBe("ACTIVE");
});

test("story 21: a decision that read the person as active is not written once they are gone", async () => {
  const world = await requestWorld();
  const id = await world.asked();
  const slow = world.held(() => world.decide(id, "owen"));
  await slow.until("before store.commit");
  await world.governance.removePerson("owen");
  await slow.run();
  expect(await world.request(id)).toMatchObject({ state: "PENDING", stage: 0, decisions: [] });
});
