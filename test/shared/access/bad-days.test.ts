import { describe, expect, test } from "vitest";
import { reconcile } from "#shared/access/reconcile.ts";
import { hours, plus } from "#shared/kernel/time.ts";
import { orphanStoreOn } from "#shared/storage/orphan-store.ts";
import { recordsOn } from "#shared/storage/records.ts";
import { digest } from "#test/support/access/grant-world.ts";
import { type RequestWorld, requestWorld } from "#test/support/access/request-world.ts";

describe("bad day: a member account that left", () => {
  test("access ends there by its own date; it is never said to be proved, and tried until somebody lets us in again", async () => {
    const world = await requestWorld();
    const id = await world.live();
    const { expiresAt } = await endOf(world, id);
    world.cloud.reads = "fail";
    world.cloud.deletes = "fail";
    await world.sweepUntil(plus(expiresAt, hours(24)));
    expect(world.cloud.working(world.clock.now())).toEqual([]);
    const left = await world.grant(id);
    expect(left.state).toBe("REVOKE_RETRY");
    expect((await world.request(id)).state).toBe("PARTIAL");
    world.cloud.reads = "fresh";
    world.cloud.deletes = "work";
    await world.sweepUntil(plus(world.clock.now(), hours(2)));
    expect((await world.grant(id)).state).toBe("REVOKED");
    expect((await world.request(id)).state).toBe("ENDED");
  });
});

describe("bad day: a role deleted by hand", () => {
  test("the grant on it ends as tampered with and is never put back; who asks again gets a role anew", async () => {
    const world = await requestWorld();
    const id = await world.live();
    world.wait(60_000);
    world.cloud.policies.clear();
    world.cloud.roles.clear();
    const { account } = (await world.grant(id)).role;
    const orphans = orphanStoreOn(recordsOn(world.table, { clock: world.clock, digest }));
    const puts = world.cloud.putNames.size;
    expect(await reconcile(account, { ...world.deps, orphans })).toMatchObject({
      kind: "done",
      tampered: [expect.stringMatching(/^G-/)],
    });
    await world.sweepUntil(plus(world.clock.now(), hours(1)));
    expect((await world.grant(id)).state).toBe("REVOKED");
    expect(await world.request(id)).toMatchObject({
      state: "ENDED",
      because: "its access was altered or removed in the account",
    });
    expect(world.cloud.putNames.size).toBe(puts);
    const again = await world.live();
    expect((await world.grant(again)).state).toBe("ACTIVE");
    expect(world.cloud.roles.size).toBe(1);
  });
});

async function endOf(world: RequestWorld, request: Parameters<RequestWorld["grant"]>[0]) {
  const grant = await world.grant(request);
  if (grant.state !== "ACTIVE") return expect.unreachable(`it is ${grant.state}`);
  return { expiresAt: grant.expiresAt };
}
