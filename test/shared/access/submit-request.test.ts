import { expect, test } from "vitest";
import { revokeRequest } from "#shared/access/revoke-request.ts";
import { submitRequest } from "#shared/access/submit-request.ts";
import { hours } from "#shared/kernel/time.ts";
import { ASK, requestWorld } from "#test/support/access/request-world.ts";

/** A store whose every transaction comes too late. */
const alwaysLate = <Store extends object>(store: Store): Store => ({ ...store, commit: async () => false });

test("a request whose ground never holds still is given up as contention, and nothing is kept of it", async () => {
  const world = await requestWorld();
  const asked = { ask: ASK, key: "key-1", body: { duration: hours(4) } };
  const late = submitRequest(asked, { ...world.deps, store: alwaysLate(world.store) });
  await expect(late).rejects.toMatchObject({ name: "Contention" });
  expect(await world.store.rememberedKey(ASK.requester, "key-1")).toBeUndefined();
});

test("a revocation that others always overtake is contention, not a fault", async () => {
  const world = await requestWorld();
  const request = await world.live();
  const deps = { store: alwaysLate(world.store), clock: world.clock };
  await expect(revokeRequest({ request, by: "sam", reason: "revoked" }, deps)).rejects.toMatchObject({
    name: "Contention",
  });
});
