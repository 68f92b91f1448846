import { expect, test } from "vitest";
import { revokeRequest } from "#shared/access/revoke-request.ts";
import { personId, requestId } from "#shared/kernel/ids.ts";
import { convergeNow, grantWorld } from "#test/support/access/grant-world.ts";

test("story 6, the loser writes: a slow activation does not write ACTIVE over REVOKING", async () => {
  const world = await grantWorld();
  const slow = world.worker();
  await slow.until("after cloud.readPolicy");
  await revokeRequest({ request: requestId("R-1"), by: personId("sam"), reason: "revoked" }, world);
  await slow.run();
  expect((await world.grant()).state).toBe("REVOKING");
  world.wait(30_001);
  await convergeNow(world);
  expect((await world.grant()).state).toBe("REVOKED");
  expect(world.cloud.names()).toEqual([]);
});

test("story 6: of two workers that begin one grant, one goes on", async () => {
  const world = await grantWorld();
  const [first, second] = [world.worker(), world.worker()];
  await first.until("before store.saveGrant");
  await second.until("before store.saveGrant");
  await first.run();
  await second.run();
  expect(world.cloud.calls.filter((call) => call.startsWith("put"))).toHaveLength(1);
  expect((await world.grant()).state).toBe("ACTIVE");
});
