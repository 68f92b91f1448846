import { expect, test } from "vitest";
import { convergeNow, grantWorld } from "#test/support/access/grant-world.ts";

test("story 8, no timer: whenever a put is sent, the schedule of its end stands", async () => {
  const world = await grantWorld();
  const lacking: string[] = [];
  world.cloud.onPut = (name) => {
    if (!world.schedules.standing.has(name)) lacking.push(name);
  };
  await convergeNow(world);
  expect(world.cloud.putNames.size).toBe(1);
  expect(lacking).toEqual([]);
});

test("story 8: a worker that dies right before the schedule has put nothing", async () => {
  const world = await grantWorld();
  const dying = world.worker();
  await dying.until("before schedules.create");
  expect(world.cloud.calls).toEqual([]);
  world.wait(60_000);
  await convergeNow(world);
  expect((await world.grant()).state).toBe("ACTIVE");
  expect([...world.schedules.standing.keys()]).toEqual(["tollgate-g-1-1-1"]);
});
