import { describe, expect, test } from "vitest";
import { issueCredentials } from "#shared/access/issue-credentials.ts";
import { grantId, personId } from "#shared/kernel/ids.ts";
import { requestWorld } from "#test/support/access/request-world.ts";

/** Left: the row says so. Vanished: there is no row any more. Both count for nothing. */
describe.each(["left", "vanished"])("somebody who %s", (how) => {
  async function worldWithout(person: string, before: (world: Awaited<ReturnType<typeof requestWorld>>) => unknown) {
    const world = await requestWorld();
    await before(world);
    const gone = { active: false };
    await (how === "left"
      ? world.governance.setPerson(person, ["all-data", "orders-data-owners", "security-engineers"], gone)
      : world.governance.removePerson(person));
    return world;
  }

  test("may not ask, and nothing may be asked for them", async () => {
    const world = await worldWithout("ana", () => {});
    for (const ask of [{}, { requester: personId("ben"), beneficiary: personId("ana") }]) {
      const refused = await world.submit(ask);
      if (refused.ok || refused.error.kind !== "refused") throw new Error("not refused");
      expect(refused.error.assessment.checks.find(({ check }) => check === "active")).toMatchObject({
        result: "fail",
        because: "Not active in the directory: ana",
      });
    }
  });

  test("may not decide", async () => {
    const world = await worldWithout("owen", (each) => each.asked());
    expect(await world.decide("R-1" as never, "owen")).toMatchObject({ ok: false, error: { why: "not-active" } });
  });

  test("has what they decided asked again", async () => {
    const world = await worldWithout("owen", (each) => each.approved());
    await world.act("R-1" as never);
    expect(await world.request("R-1" as never)).toMatchObject({ state: "PENDING", round: 2 });
  });

  test("is given nothing that was approved", async () => {
    const world = await worldWithout("ana", (each) => each.approved());
    await world.act("R-1" as never);
    expect(await world.request("R-1" as never)).toMatchObject({
      state: "BLOCKED",
      because: "active: Not active in the directory: ana",
    });
  });

  test("gets no credentials for what is still there", async () => {
    const world = await worldWithout("ana", (each) => each.live());
    const ask = { grant: grantId("G-1-1"), person: personId("ana") };
    expect(await issueCredentials(ask, world.deps)).toEqual({ ok: false, error: { kind: "not-active" } });
  });

  test("is in the way of no end", async () => {
    const world = await worldWithout("ana", (each) => each.live());
    world.wait(5 * 3_600_000);
    await world.sweep();
    expect((await world.request("R-1" as never)).state).toBe("ENDED");
  });
});
