import { expect, test } from "vitest";
import { reconcile } from "#shared/access/reconcile.ts";
import { accountNumber } from "#shared/kernel/ids.ts";
import { millis } from "#shared/kernel/time.ts";
import { orphanStoreOn } from "#shared/storage/orphan-store.ts";
import { recordsOn } from "#shared/storage/records.ts";
import { digest } from "#test/support/access/grant-world.ts";
import { type RequestWorld, requestWorld } from "#test/support/access/request-world.ts";

const DATA_PROD = accountNumber("111122223333");

const run = (world: RequestWorld, readStaleness = 0) =>
  reconcile(DATA_PROD, {
    ...world.deps,
    readStaleness: millis(readStaleness),
    orphans: orphanStoreOn(recordsOn(world.table, { clock: world.clock, digest })),
  });

test("story 10, the reconciler kills a good grant: a read that is one moment old does not end it", async () => {
  const world = await requestWorld();
  const id = await world.approved();
  world.cloud.remember();
  await world.act(id);
  world.cloud.reads = "stale";
  world.wait(60_000);
  expect(await run(world, 60_000)).toMatchObject({ kind: "done", tampered: [] });
  expect((await world.grant(id)).state).toBe("ACTIVE");
});

test("story 10: nor does one that is judged while its put may still be under way", async () => {
  const world = await requestWorld();
  const id = await world.approved();
  world.cloud.putFate = "unanswered";
  await world.act(id);
  world.cloud.policies.clear();
  expect(await run(world)).toMatchObject({ kind: "done", tampered: [] });
  world.wait(30_001);
  expect(await run(world)).toMatchObject({ kind: "done", tampered: [(await world.grant(id)).id] });
});

test("story 10: what cannot be read is not judged", async () => {
  const world = await requestWorld();
  const id = await world.live();
  world.wait(1);
  world.cloud.reads = "fail";
  expect(await run(world)).toMatchObject({ kind: "unreadable" });
  expect((await world.grant(id)).state).toBe("ACTIVE");
});

test("story 10: nor is a grant whose own policy cannot be read, though the list shows it", async () => {
  const world = await requestWorld();
  const id = await world.live();
  world.wait(1);
  world.cloud.readPolicy = async () => ({ kind: "unreadable", code: "ServiceUnavailable", message: "try again" });
  expect(await run(world)).toMatchObject({ kind: "done", tampered: [] });
  expect((await world.grant(id)).state).toBe("ACTIVE");
});

test("story 10: what somebody deleted or altered ends the grant, and nothing is put again", async () => {
  for (const meddle of ["delete", "alter"] as const) {
    const world = await requestWorld();
    const id = await world.live();
    world.wait(1);
    for (const key of world.cloud.policies.keys()) {
      if (meddle === "delete") world.cloud.policies.delete(key);
      else world.cloud.policies.set(key, { Version: "2012-10-17", Statement: [] });
    }
    const puts = world.cloud.calls.filter((call) => call.startsWith("put")).length;
    await run(world);
    await world.sweep();
    expect(await world.grant(id), meddle).toMatchObject({
      state: "REVOKED",
      reason: "tampered",
      externallyModified: true,
    });
    expect(world.cloud.names()).toEqual([]);
    expect(world.cloud.calls.filter((call) => call.startsWith("put"))).toHaveLength(puts);
  }
});
