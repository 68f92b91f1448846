import { expect, test } from "vitest";
import { convergeNow, grantWorld } from "#test/support/access/grant-world.ts";
import { at } from "#test/support/access/moment.ts";

test("story 7, the clock restarts: a retry keeps the end of the first attempt", async () => {
  const world = await grantWorld();
  world.cloud.putFate = "throttled";
  await convergeNow(world);
  expect(await world.grant()).toMatchObject({ state: "PROVISIONING", expiresAt: at("2026-11-23T13:00:00Z") });
  world.clock.set(at("2026-11-23T09:30:00Z"));
  world.cloud.putFate = "lands";
  await convergeNow(world);
  expect(await world.grant()).toMatchObject({
    state: "ACTIVE",
    activatedAt: at("2026-11-23T09:00:00Z"),
    expiresAt: at("2026-11-23T13:00:00Z"),
  });
  expect(world.cloud.working(at("2026-11-23T12:59:59Z"))).toHaveLength(1);
  expect(world.cloud.working(at("2026-11-23T13:00:00Z"))).toHaveLength(0);
});
