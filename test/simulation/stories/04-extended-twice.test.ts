import { expect, test } from "vitest";
import { hours } from "#shared/kernel/time.ts";
import { at } from "#test/support/access/moment.ts";
import { requestWorld } from "#test/support/access/request-world.ts";

test("story 4, extended twice: the hint of an approved extension may come twice, the end moves once", async () => {
  const world = await requestWorld();
  const id = await world.live();
  const child = await world.extension(id, hours(1));
  const [first, second] = [world.held(() => world.act(child)), world.held(() => world.act(child))];
  await first.until("before store.commit");
  await second.until("before store.commit");
  await first.run();
  await second.run();
  await world.act(child);
  expect(await world.grant(id)).toMatchObject({
    state: "ACTIVE",
    generation: 2,
    seenGeneration: 2,
    expiresAt: at("2026-11-23T14:00:00Z"),
  });
  expect((await world.request(child)).state).toBe("APPLIED");
});

test("story 4: the end was fixed when it was asked, whatever has passed by the time it is applied", async () => {
  const world = await requestWorld();
  const id = await world.live();
  const child = await world.extension(id, hours(1));
  world.clock.set(at("2026-11-23T12:30:00Z"));
  await world.act(child);
  expect(await world.grant(id)).toMatchObject({ expiresAt: at("2026-11-23T14:00:00Z") });
});

test("story 4: two that were asked at once mean the same end, and only one of them moves it", async () => {
  const world = await requestWorld();
  const id = await world.live();
  const [first, second] = [await world.extension(id, hours(1)), await world.extension(id, hours(1))];
  await world.act(first);
  await world.act(second);
  expect(await world.grant(id)).toMatchObject({ generation: 2, expiresAt: at("2026-11-23T14:00:00Z") });
  expect((await world.request(first)).state).toBe("APPLIED");
  expect((await world.request(second)).state).toBe("CANCELLED");
});

test("story 4: an extension that comes after the end extends nothing", async () => {
  const world = await requestWorld();
  const id = await world.live();
  const child = await world.extension(id, hours(1));
  world.clock.set(at("2026-11-23T13:00:00Z"));
  await world.act(child);
  expect(await world.grant(id)).toMatchObject({ expiresAt: at("2026-11-23T13:00:00Z") });
  expect((await world.request(child)).state).toBe("CANCELLED");
});
