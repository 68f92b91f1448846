import { describe, expect, test } from "vitest";
import type { Limits } from "#shared/access/access-request.ts";
import { decideRequest } from "#shared/access/decide-request.ts";
import { editRequest } from "#shared/access/edit-request.ts";
import { extendRequest } from "#shared/access/extend-request.ts";
import { grantIdOf } from "#shared/access/grant-names.ts";
import { personId, type RequestId } from "#shared/kernel/ids.ts";
import { hours } from "#shared/kernel/time.ts";
import { must } from "#test/support/access/grant-world.ts";
import { at } from "#test/support/access/moment.ts";
import { DOCUMENTS, type RequestWorld, requestWorld } from "#test/support/access/request-world.ts";
import { stricterCatalog } from "#test/support/access/stricter-catalog.ts";

const items = ["2024", "2025", "2026"].map((below) => ({
  dataset: "sales.orders",
  template: "s3-prefix-read",
  parameters: { below },
}));

const say = async (world: RequestWorld, request: RequestId, [person, limits]: readonly [string, Limits]) =>
  decideRequest(
    {
      request,
      revision: await world.revision(request),
      person: personId(person),
      outcome: "approve",
      note: "",
      limits,
    },
    world.deps,
  );

describe("a decision narrows what is asked", () => {
  test("to some of its items: only they are granted, under their own numbers", async () => {
    const world = await requestWorld();
    const id = await world.asked({ items });
    expect((await say(world, id, ["owen", { items: [0, 2] }])).ok).toBe(true);
    expect((await say(world, id, ["sam", { duration: hours(1) }])).ok).toBe(true);
    await world.act(id);
    const request = await world.request(id);
    expect(request).toMatchObject({ state: "ACTIVE", dropped: [1], grants: ["G-1-1", "G-1-3"], duration: hours(1) });
    expect(request.effect.sentence).toMatch(/orders\/2024\/ .*orders\/2026\/ in prod for 1h after approval/);
    expect(request.effect.sentence).not.toContain("2025");
    expect(world.cloud.names()).toEqual(["tollgate-g-1-1-1", "tollgate-g-1-3-1"]);
    expect(await world.store.grant(grantIdOf(id, 1))).toBeUndefined();
  });

  test.each<{ because: string; first?: Limits; limits: Limits; why: string }>([
    { because: "an item that was not asked for", limits: { items: [0, 3] }, why: "wider-than-asked" },
    { because: "an item before the first", limits: { items: [-1] }, why: "wider-than-asked" },
    {
      because: "an item that somebody took out",
      first: { items: [0] },
      limits: { items: [0, 1] },
      why: "wider-than-asked",
    },
    { because: "no item", limits: { items: [] }, why: "nothing-left" },
    { because: "longer", limits: { duration: hours(5) }, why: "longer-than-asked" },
    {
      because: "longer than somebody left it",
      first: { duration: hours(1) },
      limits: { duration: hours(2) },
      why: "longer-than-asked",
    },
  ])("and never widens it: $because", async ({ first, limits, why }) => {
    const world = await requestWorld();
    const id = await world.asked({ items });
    if (first !== undefined) await say(world, id, ["owen", first]);
    const before = await world.request(id);
    const person = first === undefined ? "owen" : "sam";
    expect(await say(world, id, [person, limits])).toMatchObject({ ok: false, error: { kind: "not-taken", why } });
    expect(await world.request(id)).toEqual(before);
  });

  test("nobody is asked less because less is asked for", async () => {
    const world = await requestWorld();
    const id = await world.asked({ items });
    const { pin } = await world.request(id);
    await say(world, id, ["owen", { items: [1] }]);
    expect((await world.request(id)).pin).toEqual(pin);
    expect((await world.request(id)).state).toBe("PENDING");
  });

  test("and stays narrow when it is sent back, until its requester asks anew", async () => {
    const world = await requestWorld();
    const id = await world.asked({ items });
    await say(world, id, ["owen", { items: [1] }]);
    await say(world, id, ["sam", {}]);
    await world.governance.setCatalog(stricterCatalog(DOCUMENTS));
    await world.act(id);
    expect(await world.request(id)).toMatchObject({ state: "PENDING", round: 2, dropped: [0, 2] });
    const change = { justification: "Looking into all the missing orders" };
    const revision = await world.revision(id);
    const edited = await editRequest({ request: id, revision, person: personId("ana"), change }, world.deps);
    expect(edited.ok).toBe(true);
    expect(await world.request(id)).not.toHaveProperty("dropped");
  });

  test("an extension asks for what was left, and a shorter one is approved to an earlier end", async () => {
    const world = await requestWorld();
    const id = await world.asked({ items });
    await say(world, id, ["owen", { items: [0, 2] }]);
    await say(world, id, ["sam", {}]);
    await world.act(id);
    const child = await extendRequest(
      { request: id, person: personId("ana"), duration: hours(2), key: "x" },
      world.deps,
    );
    if (!child.ok) throw new Error(child.error.kind);
    const { id: extension, items: left } = child.value.request;
    expect(left.map(({ parameters }) => parameters["below"])).toEqual(["2024", "2026"]);
    await say(world, extension, ["owen", { items: [1], duration: hours(1) }]);
    await say(world, extension, ["sam", {}]);
    await world.act(extension);
    const ends = [0, 2].map(async (item) => must(await world.store.grant(grantIdOf(id, item))).value);
    const [first, third] = await Promise.all(ends);
    expect(first).toMatchObject({ state: "ACTIVE", expiresAt: at("2026-11-23T13:00:00Z"), generation: 1 });
    expect(third).toMatchObject({ state: "ACTIVE", expiresAt: at("2026-11-23T14:00:00Z"), generation: 2 });
  });

  test("and says so to whoever reads the log", async () => {
    const world = await requestWorld();
    const id = await world.asked({ items });
    await say(world, id, ["owen", { items: [1], duration: hours(1) }]);
    const event = (await world.store.requestEvents(id)).at(-1);
    expect(event).toMatchObject({ by: "owen", data: { limits: { items: [1], duration: 3_600_000 } } });
  });
});
