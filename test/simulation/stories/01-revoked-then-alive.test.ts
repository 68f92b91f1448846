import { expect, test } from "vitest";
import { revokeRequest } from "#shared/access/revoke-request.ts";
import { personId, requestId } from "#shared/kernel/ids.ts";
import { convergeNow, grantWorld } from "#test/support/access/grant-world.ts";

const revoke = { request: requestId("R-1"), by: personId("sam"), reason: "revoked" } as const;

test("story 1, revoked then alive: a put that hangs keeps the grant from being called revoked until its fence", async () => {
  const world = await grantWorld();
  world.cloud.putFate = "hangs";
  await convergeNow(world);
  await revokeRequest(revoke, world);
  await convergeNow(world);
  expect(await world.grant()).toMatchObject({ state: "REVOKING", emptyAt: world.clock.now() });

  world.wait(30_000);
  expect(world.cloud.land()).toBe(true);
  await convergeNow(world);
  expect((await world.grant()).state).not.toBe("REVOKED");

  world.wait(1);
  await convergeNow(world);
  expect(world.cloud.names()).toEqual([]);
  expect((await world.grant()).state).toBe("REVOKED");
  expect((await world.request()).state).toBe("REVOKED");
});

test("story 1: nothing can land any more once a grant is called revoked", async () => {
  const world = await grantWorld();
  world.cloud.putFate = "hangs";
  await convergeNow(world);
  await revokeRequest(revoke, world);
  world.wait(30_001);
  await convergeNow(world);
  expect((await world.grant()).state).toBe("REVOKED");
  expect(world.cloud.land()).toBe(false);
  expect(world.cloud.names()).toEqual([]);
});

test("story 1: a list that began at the very fence is no proof", async () => {
  const world = await grantWorld();
  world.cloud.putFate = "hangs";
  await convergeNow(world);
  world.wait(30_000);
  await revokeRequest(revoke, world);
  await convergeNow(world);
  expect((await world.grant()).state).toBe("REVOKING");
});
