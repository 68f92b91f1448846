import { expect, test } from "vitest";
import { revokeRequest } from "#shared/access/revoke-request.ts";
import { personId, requestId } from "#shared/kernel/ids.ts";
import { dueIds } from "#test/support/access/due-ids.ts";
import { grantWorld } from "#test/support/access/grant-world.ts";
import { at } from "#test/support/access/moment.ts";
import { type RequestWorld, requestWorld } from "#test/support/access/request-world.ts";

const R1 = requestId("R-1");

test("story 9, approved for ever: a planned grant, which has no end yet, is what the sweep finds", async () => {
  const world = await grantWorld(2);
  expect(await dueIds(world)).toEqual(["G-1-1", "G-1-2", "R-1"]);
});

type Step = { readonly row: string; readonly state: string; readonly lead: (world: RequestWorld) => Promise<unknown> };

const revoked = (world: RequestWorld) =>
  revokeRequest({ request: R1, by: personId("sam"), reason: "revoked" }, world).then(() => world.wait(1));

/** Ana's request and its grant, brought to one open state and no further. */
const steps: readonly Step[] = [
  { row: "R-1", state: "PENDING", lead: (world) => world.asked() },
  { row: "R-1", state: "APPROVED", lead: (world) => world.approved() },
  { row: "R-1", state: "SCHEDULED", lead: (world) => world.approved({ startsAt: at("2026-11-23T12:00:00Z") }) },
  {
    row: "R-1",
    state: "ACTIVATING",
    lead: async (world) => {
      world.cloud.putFate = "hangs";
      await world.live();
    },
  },
  { row: "R-1", state: "ACTIVE", lead: (world) => world.live() },
  { row: "R-1", state: "REVOKING", lead: (world) => world.live().then(() => revoked(world)) },
  {
    row: "G-1-1",
    state: "PLANNED",
    lead: async (world) => {
      const id = await world.approved();
      await world.held(() => world.act(id)).until("before store.saveGrant");
    },
  },
  {
    row: "G-1-1",
    state: "PROVISIONING",
    lead: async (world) => {
      world.cloud.putFate = "hangs";
      await world.live();
    },
  },
  { row: "G-1-1", state: "ACTIVE", lead: (world) => world.live() },
  { row: "G-1-1", state: "REVOKING", lead: (world) => world.live().then(() => revoked(world)) },
  {
    row: "G-1-1",
    state: "REVOKE_RETRY",
    lead: async (world) => {
      await world.live();
      world.cloud.deletes = "fail";
      await revoked(world);
      await world.sweep();
    },
  },
];

test.each(steps)("story 9: whatever is $state is due at some moment: $row", async ({ row, state, lead }) => {
  const world = await requestWorld();
  await lead(world);
  expect((await (row === "R-1" ? world.request(R1) : world.grant(R1))).state).toBe(state);
  world.clock.set(at("2026-11-24T10:00:00Z"));
  expect(await dueIds(world)).toContain(row);
});
