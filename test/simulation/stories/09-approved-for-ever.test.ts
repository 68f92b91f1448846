import { expect, test } from "vitest";
import { dueIds } from "#test/support/access/due-ids.ts";
import { grantWorld } from "#test/support/access/grant-world.ts";
import { at } from "#test/support/access/moment.ts";

test("story 9, approved for ever: a planned grant, which has no end yet, is what the sweep finds", async () => {
  const world = await grantWorld(2);
  expect(await dueIds(world)).toEqual(["G-1-1", "G-1-2", "R-1"]);
});

test("story 9: everything that is not over is due at some moment", async () => {
  const world = await grantWorld();
  world.cloud.putFate = "hangs";
  const worker = world.worker();
  await worker.until("after cloud.putPolicy");
  world.clock.set(at("2026-11-23T13:00:00Z"));
  expect(await dueIds(world)).toContain("G-1-1");
});
