import { expect, test } from "vitest";
import { extendedTo } from "#test/support/access/extend-grant.ts";
import { convergeNow, grantWorld, must } from "#test/support/access/grant-world.ts";
import { at } from "#test/support/access/moment.ts";

test("story 2, the old date wins: a late put of the first generation cannot overwrite the extended one", async () => {
  const world = await grantWorld();
  const slow = world.worker();
  world.cloud.putFate = "hangs";
  await slow.until("after cloud.putPolicy");
  world.wait(30_000);
  world.cloud.putFate = "lands";
  await convergeNow(world);
  await extendedTo(world, at("2026-11-23T16:00:00Z"));
  await convergeNow(world);
  expect(await world.grant()).toMatchObject({ state: "ACTIVE", generation: 2, seenGeneration: 2 });

  expect(world.cloud.land()).toBe(true);
  const grant = await world.grant();
  world.clock.set(at("2026-11-23T15:00:00Z"));
  expect(world.cloud.working(world.clock.now())).toEqual(["tollgate-g-1-1-2"]);
  expect(must("expiresAt" in grant ? grant.expiresAt : undefined)).toBe(at("2026-11-23T16:00:00Z"));
});

test("story 2: the name of a generation is never used again with other content", async () => {
  const world = await grantWorld();
  await convergeNow(world);
  const [first] = world.cloud.policies.values();
  await extendedTo(world, at("2026-11-23T16:00:00Z"));
  await convergeNow(world);
  expect(world.cloud.names()).toEqual(["tollgate-g-1-1-2"]);
  expect([...world.cloud.policies.values()]).not.toContainEqual(first);
});
