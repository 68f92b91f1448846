import { expect, test } from "vitest";
import { converge } from "#shared/access/converge.ts";
import { revokeRequest } from "#shared/access/revoke-request.ts";
import { personId, requestId } from "#shared/kernel/ids.ts";
import { millis } from "#shared/kernel/time.ts";
import { convergeNow, G1, grantWorld } from "#test/support/access/grant-world.ts";

const revoke = { request: requestId("R-1"), by: personId("sam"), reason: "revoked" } as const;

test("story 23, settled too soon: the answer to one of two puts under way does not end the fence of the other", async () => {
  const world = await grantWorld();
  world.cloud.putFate = "hangs";
  await convergeNow(world);
  const fence = (await world.grant()) as { fence?: number };
  world.wait(29_999);
  // The row is due again at the deadline at the earliest; a hint that comes sooner finds nothing due.
  await convergeNow(world);
  expect(world.cloud.underWay).toHaveLength(1);
  world.wait(1);
  world.cloud.putFate = "lands";
  await convergeNow(world);
  const active = (await world.grant()) as { state: string; fence?: number };
  expect(active.state).toBe("ACTIVE");
  expect(active.fence).toBeGreaterThan(fence.fence ?? 0);

  await revokeRequest(revoke, world);
  await convergeNow(world);
  expect((await world.grant()).state).toBe("REVOKING");
  expect(world.cloud.land()).toBe(true);
});

test("story 23: with no other put under way an answered one settles, and a give-back is proved at once", async () => {
  const world = await grantWorld();
  await convergeNow(world);
  world.wait(1);
  await revokeRequest({ ...revoke, reason: "given-back" }, world);
  await convergeNow(world);
  expect((await world.grant()).state).toBe("REVOKED");
  expect((await world.request()).state).toBe("ENDED");
});

test("story 23: a time-out is no answer, and settles nothing", async () => {
  const world = await grantWorld();
  world.cloud.putFate = "unanswered";
  await convergeNow(world);
  expect((await world.grant()).state).toBe("ACTIVE");
  world.wait(1);
  await revokeRequest({ ...revoke, reason: "given-back" }, world);
  await convergeNow(world);
  expect((await world.grant()).state).toBe("REVOKING");
});

test("story 23: it settles down to now plus the age that a read may have, not to nothing", async () => {
  const world = await grantWorld();
  const deps = { ...world.deps, readStaleness: millis(5_000) };
  const worker = world.held(() => converge(G1, deps));
  await worker.run();
  expect((await world.grant()) as object).toMatchObject({ state: "ACTIVE", fence: world.clock.now() + 5_000 });
});
