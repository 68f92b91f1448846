import { expect, test } from "vitest";
import { hours } from "#shared/kernel/time.ts";
import { extendedTo } from "#test/support/access/extend-grant.ts";
import { convergeNow, grantWorld } from "#test/support/access/grant-world.ts";
import { at } from "#test/support/access/moment.ts";
import { requestWorld } from "#test/support/access/request-world.ts";

test.each([
  { death: "before store.commit", ends: "2026-11-23T13:00:00Z" },
  { death: "before store.saveGrant", ends: "2026-11-23T14:00:00Z" },
  { death: "before schedules.create", ends: "2026-11-23T14:00:00Z" },
  { death: "before cloud.putPolicy", ends: "2026-11-23T14:00:00Z" },
  { death: "after cloud.putPolicy", ends: "2026-11-23T14:00:00Z" },
])(
  "story 3, longer than the row: a worker that dies $death while extending leaves no policy beyond the row's end",
  async ({ death, ends }) => {
    const world = await requestWorld();
    const id = await world.live();
    const child = await world.extension(id, hours(1));
    await world.held(() => world.act(child)).until(death);
    expect(await world.grant(id)).toMatchObject({ state: "ACTIVE", expiresAt: at(ends) });
    expect(world.cloud.working(at("2026-11-23T12:59:59Z"))).not.toEqual([]);
    expect(world.cloud.working(at(ends))).toEqual([]);
  },
);

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
