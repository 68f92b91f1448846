import { expect, test } from "vitest";
import { extendedTo } from "#test/support/access/extend-grant.ts";
import { convergeNow, grantWorld } from "#test/support/access/grant-world.ts";
import { at } from "#test/support/access/moment.ts";

test("story 3, longer than the row: a worker that dies while extending leaves no policy beyond the row's end", async () => {
  for (const death of [
    "before store.saveGrant",
    "before schedules.create",
    "before cloud.putPolicy",
    "after cloud.putPolicy",
  ]) {
    const world = await grantWorld();
    await convergeNow(world);
    await extendedTo(world, at("2026-11-23T16:00:00Z"));
    const dying = world.worker();
    await dying.until(death);
    const grant = await world.grant();
    const ends = "expiresAt" in grant ? grant.expiresAt : 0;
    world.clock.set(at("2026-11-23T16:00:00Z"));
    expect(world.cloud.working(world.clock.now()), death).toEqual([]);
    expect(ends, death).toBe(at("2026-11-23T16:00:00Z"));
  }
});

test("story 3: the schedule of the new end stands before the longer policy does", async () => {
  const world = await grantWorld();
  await convergeNow(world);
  await extendedTo(world, at("2026-11-23T16:00:00Z"));
  let stood = false;
  world.cloud.onPut = (name) => {
    stood = world.schedules.standing.get(name) === at("2026-11-23T16:00:00Z");
  };
  await convergeNow(world);
  expect(stood).toBe(true);
});
