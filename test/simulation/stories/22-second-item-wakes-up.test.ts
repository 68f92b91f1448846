import { expect, test } from "vitest";
import { converge } from "#shared/access/converge.ts";
import { grantIdOf } from "#shared/access/grant-names.ts";
import { revokeRequest } from "#shared/access/revoke-request.ts";
import { personId } from "#shared/kernel/ids.ts";
import { requestWorld } from "#test/support/access/request-world.ts";

const two = {
  items: [
    { dataset: "sales.orders", template: "s3-prefix-read" },
    { dataset: "sales.orders", template: "s3-prefix-read", parameters: { below: "2026" } },
  ],
};

test("story 22, the second item wakes up: no grant starts under a request that was revoked", async () => {
  const world = await requestWorld();
  const id = await world.approved(two);
  const activating = world.held(() => world.act(id));
  await activating.until("after cloud.putPolicy");
  await revokeRequest({ request: id, by: personId("sam"), reason: "revoked" }, world);
  await activating.run();
  expect((await world.grant(id, 1)).state).toBe("NEVER_STARTED");
  world.wait(30_001);
  await world.sweep();
  expect(world.cloud.names()).toEqual([]);
  expect((await world.request(id)).state).toBe("REVOKED");
});

test("story 22: a grant that read its request as live does not begin once that is over", async () => {
  const world = await requestWorld();
  const id = await world.approved(two);
  const activating = world.held(() => world.act(id));
  await activating.until("before store.saveGrant");
  const second = world.held(() => converge(grantIdOf(id, 1), world.deps));
  await second.until("before store.saveGrant");
  await revokeRequest({ request: id, by: personId("sam"), reason: "given-back" }, world);
  await second.run();
  await activating.run();
  expect(world.cloud.calls.filter((call) => call.startsWith("put"))).toEqual([]);
  expect((await world.request(id)).state).toBe("ENDED");
});
