import { expect, test } from "vitest";
import { extend, mayExtend } from "#shared/access/grant-extend.ts";
import { revokeRequest } from "#shared/access/revoke-request.ts";
import { grantId, personId, requestId } from "#shared/kernel/ids.ts";
import { convergeNow, digest, grantWorld, must } from "#test/support/access/grant-world.ts";
import { at } from "#test/support/access/moment.ts";

test("story 5, back from the dead: an extension that read ACTIVE cannot write over REVOKING", async () => {
  const world = await grantWorld();
  await convergeNow(world);
  const read = must(await world.store.grant(grantId("G-1-1")));
  if (read.value.state !== "ACTIVE") throw new Error("not active");
  await revokeRequest({ request: requestId("R-1"), by: personId("sam"), reason: "revoked" }, world);
  const moved = extend(read.value, {
    now: world.clock.now(),
    until: at("2026-11-23T16:00:00Z"),
    child: requestId("R-2"),
    digest,
  });
  expect(await world.store.saveGrant(read, moved)).toBeUndefined();
  world.wait(1);
  await convergeNow(world);
  expect((await world.grant()).state).toBe("REVOKED");
});

test("story 5: at its end a grant cannot be extended any more, though its row still says ACTIVE", async () => {
  const world = await grantWorld();
  await convergeNow(world);
  const grant = await world.grant();
  if (grant.state !== "ACTIVE") throw new Error("not active");
  const until = at("2026-11-23T16:00:00Z");
  expect(mayExtend(grant, { now: at("2026-11-23T12:59:59.999Z"), until })).toBe(true);
  expect(mayExtend(grant, { now: at("2026-11-23T13:00:00Z"), until })).toBe(false);
});
