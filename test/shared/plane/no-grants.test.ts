import { describe, expect, test } from "vitest";
import { actOnRequest } from "#shared/access/act-on-request.ts";
import { converge } from "#shared/access/converge.ts";
import { accountNumber, personId } from "#shared/kernel/ids.ts";
import { hours } from "#shared/kernel/time.ts";
import { noGrants } from "#shared/plane/no-grants.ts";
import { at } from "#test/support/access/moment.ts";
import { requestWorld } from "#test/support/access/request-world.ts";

const BECAUSE = "this plane is read-only";

describe("a plane that grants nothing", () => {
  test("takes a request and its decisions, and ends it where it would become access, saying why", async () => {
    const world = await requestWorld();
    const id = await world.approved();
    await actOnRequest(id, { ...world.deps, cloud: noGrants(BECAUSE, world.clock) });
    expect(await world.request(id)).toMatchObject({ state: "BLOCKED", because: BECAUSE });
    expect(world.cloud.calls).toEqual([]);
    expect(world.schedules.standing.size).toBe(0);
  });

  test("ends an extension of what another plane granted in the same words", async () => {
    const world = await requestWorld();
    const id = await world.live();
    const more = await world.extension(id, hours(1));
    await actOnRequest(more, { ...world.deps, cloud: noGrants(BECAUSE, world.clock) });
    expect(await world.request(more)).toMatchObject({ state: "BLOCKED", because: BECAUSE });
  });

  test("never lets a grant that is planned all the same become active", async () => {
    const world = await requestWorld();
    const id = await world.approved();
    const { cloud, ...rest } = world.deps;
    const refusing = noGrants(BECAUSE, world.clock);
    // As if the request had been activated before the plane was started anew.
    const { readOnly: _, ...unsaid } = refusing;
    await actOnRequest(id, { ...rest, cloud: unsaid });
    const grant = await world.grant(id);
    expect(grant).toMatchObject({ state: "REVOKING", reason: "failed" });
    world.clock.set(at("2026-11-23T10:00:00Z"));
    await converge(grant.id, { ...rest, cloud: refusing });
    expect((await world.grant(id)).state).toBe("REVOKED");
    expect(cloud.readOnly).toBeUndefined();
    expect(world.cloud.calls).toEqual([]);
  });

  test("hands out no credentials", async () => {
    const world = await requestWorld();
    const role = { account: accountNumber("111122223333"), person: personId("ana"), roleName: "ana" };
    const until = at("2026-11-23T12:00:00Z");
    expect(await noGrants(BECAUSE, world.clock).issueCredentials(role, { grant: "G-1", until })).toEqual({
      kind: "unreadable",
      code: "ReadOnly",
      message: BECAUSE,
    });
  });
});
