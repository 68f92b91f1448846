import { describe, expect, test } from "vitest";
import { overdueOf } from "#shared/access/overdue.ts";
import { revokeRequest } from "#shared/access/revoke-request.ts";
import { hours, minutes, plus } from "#shared/kernel/time.ts";
import { convergeNow, grantWorld } from "#test/support/access/grant-world.ts";
import { requestWorld } from "#test/support/access/request-world.ts";

describe("an account that accepts every call, and does nothing", () => {
  test("access that was put in vain is never active: it is tried with ever longer pauses, and has failed at its end", async () => {
    const world = await requestWorld();
    world.cloud.putFate = "in-vain";
    const id = await world.approved();
    await world.act(id);
    expect(await world.grant(id)).toMatchObject({ state: "PROVISIONING", problem: { code: "not-there" } });
    await world.sweepUntil(plus(world.clock.now(), hours(5)));
    expect(await world.grant(id)).toMatchObject({ state: "REVOKED", reason: "expired" });
    expect((await world.request(id)).state).toBe("FAILED");
    const puts = world.cloud.calls.filter((call) => call.startsWith("put")).length;
    expect(puts).toBeGreaterThan(10);
    expect(puts).toBeLessThan(40);
  });

  test("access that was put in vain at first is active once a reading shows it", async () => {
    const world = await grantWorld();
    world.cloud.putFate = "in-vain";
    await convergeNow(world);
    expect((await world.grant()).state).toBe("PROVISIONING");
    world.cloud.putFate = "lands";
    world.wait(minutes(1));
    await convergeNow(world);
    expect((await world.grant()).state).toBe("ACTIVE");
  });

  test("access that was taken back in vain is not revoked: it is late, and tried until the list is empty", async () => {
    const world = await requestWorld();
    const id = await world.live();
    world.wait(minutes(1));
    world.cloud.deletes = "in-vain";
    await revokeRequest({ request: id, by: (await world.request(id)).requester, reason: "given-back" }, world.deps);
    await world.sweepUntil(plus(world.clock.now(), minutes(20)));
    expect(await world.grant(id)).toMatchObject({ state: "REVOKE_RETRY", problem: { code: "still-there" } });
    const { overdueSeconds } = await overdueOf([], world.deps);
    expect(overdueSeconds).toBeGreaterThanOrEqual(20 * 60);
    world.cloud.deletes = "work";
    await world.sweepUntil(plus(world.clock.now(), minutes(20)));
    expect((await world.grant(id)).state).toBe("REVOKED");
    expect((await world.request(id)).state).toBe("ENDED");
  });
});
