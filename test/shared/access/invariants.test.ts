import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { converge } from "#shared/access/converge.ts";
import { grantIdOf } from "#shared/access/grant-names.ts";
import { issueCredentials } from "#shared/access/issue-credentials.ts";
import { offBoard } from "#shared/access/off-board.ts";
import { revokeRequest } from "#shared/access/revoke-request.ts";
import { grantId, personId, requestId } from "#shared/kernel/ids.ts";
import { hours, minutes } from "#shared/kernel/time.ts";
import { extendedTo } from "#test/support/access/extend-grant.ts";
import { convergeNow, grantWorld, plannedGrant, runningRequest } from "#test/support/access/grant-world.ts";
import { at } from "#test/support/access/moment.ts";
import { reconcileNow } from "#test/support/access/reconcile-now.ts";
import { DOCUMENTS, requestWorld } from "#test/support/access/request-world.ts";
import { stricterCatalog } from "#test/support/access/stricter-catalog.ts";
import { catalogOf } from "#test/support/catalog/resolved.ts";
import { orders, s3Read } from "#test/support/catalog/saltmarsh.ts";

const sam = { by: personId("sam"), reason: "revoked" } as const;

describe("the invariants of access", () => {
  test("1: nothing is changed in the cloud before the row has its end and the names", async () => {
    const world = await grantWorld();
    const worker = world.worker();
    await worker.until("before cloud.");
    const grant = await world.grant();
    expect(world.cloud.calls).toEqual([]);
    expect(grant).toMatchObject({
      state: "PROVISIONING",
      expiresAt: at("2026-11-23T13:00:00Z"),
      artifacts: [{ name: "tollgate-g-1-1-1" }],
    });
  });

  test("2: the one-shot of each generation's end stands before the first call of that generation", async () => {
    const world = await grantWorld();
    const before: boolean[] = [];
    world.cloud.onPut = (name) => before.push(world.schedules.standing.has(name));
    await convergeNow(world);
    await extendedTo(world, at("2026-11-23T14:00:00Z"));
    await convergeNow(world);
    expect(before).toEqual([true, true]);
  });

  test.each([
    { role: "absent", held: "before cloud.readRole" },
    { role: "standing", held: "after cloud.readRole" },
  ])("2: a worker held $held beyond the deadline sends nothing any more (role $role)", async ({ role, held }) => {
    const world = await grantWorld();
    if (role === "standing") world.cloud.roles.add("ana");
    const slow = world.worker();
    await slow.until(held);
    world.wait(30_001);
    await slow.run();
    expect(world.cloud.calls).toEqual([]);
    expect((await world.grant()).state).toBe("PROVISIONING");
  });

  test("3: the end is the earlier of activation plus duration and what was approved until", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 299 }), fc.integer({ min: 1, max: 600 }), async (late, length) => {
        const world = await grantWorld();
        const stored = await world.store.grant(grantId("G-1-1"));
        const value = plannedGrant(0, { duration: minutes(length) });
        const event = { type: "test.made", by: "test", data: {} };
        await world.store.commit({ grants: [{ stored, moved: { value, event } }] });
        world.wait(late * 60_000);
        await convergeNow(world);
        const begun = await world.grant();
        const start = at("2026-11-23T09:00:00Z") + late * 60_000;
        const expected = Math.min(start + length * 60_000, at("2026-11-23T14:00:00Z"));
        expect(begun).toMatchObject({ activatedAt: start, expiresAt: expected });
      }),
      { numRuns: 25 },
    );
  });

  test("3: an extension beyond the total is not applied", async () => {
    const world = await requestWorld();
    const id = await world.live();
    const grant = await world.grant(id);
    expect(grant).toMatchObject({ maxTotal: hours(90 * 24) });
    const short = { ...grant, maxTotal: hours(5) } as typeof grant;
    const stored = await world.store.grant(grant.id);
    await world.store.commit({
      grants: [{ stored, moved: { value: short, event: { type: "test.made", by: "test", data: {} } } }],
    });
    const child = await world.extension(id, hours(2));
    await world.act(child);
    expect(await world.grant(id)).toMatchObject({ expiresAt: at("2026-11-23T13:00:00Z") });
    expect((await world.request(child)).state).toBe("CANCELLED");
  });

  test("4: access ends although the person, the catalogue's dataset and every approver are gone", async () => {
    const world = await requestWorld();
    const id = await world.live();
    for (const person of ["ana", "owen", "olga", "sam", "sue"]) await world.governance.removePerson(person);
    await world.governance.setCatalog(catalogOf(DOCUMENTS.filter((document) => document !== orders)));
    await revokeRequest({ request: id, ...sam }, world);
    world.wait(1);
    await world.sweep();
    expect((await world.request(id)).state).toBe("REVOKED");
  });

  test("4: a deletion that fails is tried again until it is read back", async () => {
    const world = await requestWorld();
    const id = await world.live();
    world.cloud.deletes = "fail";
    await revokeRequest({ request: id, ...sam }, world);
    await world.sweepUntil(at("2026-11-23T11:00:00Z"));
    const retrying = await world.grant(id);
    expect(retrying).toMatchObject({ state: "REVOKE_RETRY", problem: { code: "AccessDenied" } });
    expect(retrying).toMatchObject({
      problem: { message: expect.stringMatching(/^The account still lists tollgate-.+, and refused/) },
    });
    const deletes = world.cloud.calls.filter((call) => call.startsWith("delete")).length;
    expect(deletes).toBeGreaterThan(10);
    // 15 minutes apart at most once it has failed often, 7.5 at least: about 2 deletes each over two hours.
    expect(deletes).toBeLessThan(80);
    world.cloud.deletes = "work";
    await world.sweepUntil(at("2026-11-23T11:20:00Z"));
    expect((await world.grant(id)).state).toBe("REVOKED");
  });

  test("5: whoever the deciders are, an approved request was decided by different people besides its own", async () => {
    const groups = ["orders-data-owners", "security-engineers"];
    const membership = fc.array(fc.subarray(groups), { minLength: 5, maxLength: 5 });
    const people = ["ana", "ben", "owen", "olga", "sam"];
    await fc.assert(
      fc.asyncProperty(membership, fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 8 }), async (of, order) => {
        const world = await requestWorld();
        await world.governance.removePerson("sue");
        for (const [index, id] of people.entries())
          await world.governance.setPerson(id, ["all-data", ...(of[index] ?? [])]);
        const submitted = await world.submit({ beneficiary: personId("ben") });
        if (!submitted.ok) return;
        const { id } = submitted.value.request;
        for (const index of order) await world.decide(id, people[index] ?? "");
        const request = await world.request(id);
        const by = request.decisions.map(({ person }) => person);
        expect(new Set(by).size).toBe(by.length);
        expect(by).not.toContain("ana");
        expect(by).not.toContain("ben");
        expect(request.state === "APPROVED").toBe(by.length === 2);
      }),
      { numRuns: 40 },
    );
  });

  test("6: the same key with the same body is the same request, with another body it is refused", async () => {
    const world = await requestWorld();
    const first = await world.submit({}, "mine");
    const again = await world.submit({}, "mine");
    expect(first).toMatchObject({ ok: true, value: { made: true, request: { id: "R-1" } } });
    expect(again).toMatchObject({ ok: true, value: { made: false, request: { id: "R-1" } } });
    const other = await world.submit({ duration: hours(2) }, "mine");
    expect(other).toMatchObject({ ok: false, error: { kind: "key-used", request: "R-1" } });
    expect(await world.store.requestsOf(personId("ana"), { limit: 10 })).toMatchObject({ items: [{ revision: 1 }] });
  });

  test("6: another person's key of the same name is another key", async () => {
    const world = await requestWorld();
    await world.submit({}, "mine");
    const other = await world.submit({ requester: personId("ben") }, "mine");
    expect(other).toMatchObject({ ok: true, value: { made: true } });
  });

  test("7: the proof of the end is stored with its list, its fence and the account's own id of the read", async () => {
    const world = await requestWorld();
    const id = await world.live();
    await world.sweepUntil(at("2026-11-23T13:02:00Z"));
    const grant = await world.grant(id);
    expect(grant).toMatchObject({ state: "REVOKED", reason: "expired" });
    const evidence = "evidence" in grant ? grant.evidence : [];
    expect(evidence.map(({ kind }) => kind)).toEqual(["present", "absent"]);
    expect(evidence[1]).toEqual({
      kind: "absent",
      prefix: "tollgate-g-1-1-",
      listBeganAt: at("2026-11-23T13:00:00Z"),
      // The put was answered, and no other under way: settled at once.
      fence: at("2026-11-23T09:00:00Z"),
      requestId: expect.stringMatching(/^read-/),
    });
    expect((await world.request(id)).state).toBe("ENDED");
    expect([...world.schedules.standing]).toEqual([]);
  });

  test("8: with nothing of ours running, access ends at its end and not before", async () => {
    const list = { actions: ["s3:ListBucket"], resources: ["arn:aws:s3:::{bucket}"] };
    const twoAllows = { ...s3Read, allow: [...s3Read.allow, list] };
    const world = await requestWorld(DOCUMENTS.map((document) => (document === s3Read ? twoAllows : document)));
    await world.live();
    const [document] = [...world.cloud.policies.values()];
    expect(document?.["Statement"]).toHaveLength(2);
    expect(world.cloud.working(at("2026-11-23T08:59:59Z"))).toEqual([]);
    expect(world.cloud.working(at("2026-11-23T09:00:00Z"))).toHaveLength(1);
    expect(world.cloud.working(at("2026-11-23T12:59:59.999Z"))).toHaveLength(1);
    expect(world.cloud.working(at("2026-11-23T13:00:00Z"))).toEqual([]);
  });

  test("9: what no grant knows is said at once, and deleted only after the grace period", async () => {
    const world = await requestWorld();
    await world.live();
    world.cloud.policies.set("ana/by-hand", { Version: "2012-10-17", Statement: [] });
    expect(await reconcileNow(world)).toMatchObject({ orphansSeen: ["by-hand"], orphansDeleted: [] });
    world.wait(86_399_999);
    expect(await reconcileNow(world)).toMatchObject({ orphansSeen: [], orphansDeleted: [] });
    expect(world.cloud.names()).toContain("by-hand");
    world.wait(1);
    expect(await reconcileNow(world)).toMatchObject({ orphansDeleted: ["by-hand"] });
    expect(world.cloud.names()).not.toContain("by-hand");
  });

  test("9: what no grant knows counts as deleted once a reading shows it gone, and is tried again until then", async () => {
    const world = await requestWorld();
    await world.live();
    world.cloud.policies.set("ana/by-hand", { Version: "2012-10-17", Statement: [] });
    await reconcileNow(world);
    world.wait(86_400_000);
    world.cloud.deletes = "in-vain";
    expect(await reconcileNow(world)).toMatchObject({ orphansDeleted: [], orphansLeft: ["by-hand"] });
    world.cloud.deletes = "hang";
    expect(await reconcileNow(world)).toMatchObject({ orphansDeleted: [], orphansLeft: ["by-hand"] });
    world.cloud.deletes = "work";
    expect(await reconcileNow(world)).toMatchObject({ orphansDeleted: ["by-hand"], orphansLeft: [] });
    expect(world.cloud.names()).not.toContain("by-hand");
  });

  test("9: more than five at once, and more than a tenth of what lives, stops everything", async () => {
    const world = await requestWorld();
    await world.live();
    for (let each = 0; each < 6; each += 1) {
      world.cloud.policies.set(`ana/tollgate-g-99-${each + 1}-1`, { Version: "2012-10-17", Statement: [] });
    }
    await reconcileNow(world);
    world.wait(86_400_000);
    expect(await reconcileNow(world)).toMatchObject({ kind: "stopped" });
    expect(world.cloud.names()).toHaveLength(7);
    world.cloud.policies.delete("ana/tollgate-g-99-1-1");
    expect(await reconcileNow(world)).toMatchObject({
      kind: "done",
      orphansDeleted: expect.arrayContaining(["tollgate-g-99-2-1"]),
    });
  });

  test("9: more than five at once are taken while they are no more than a tenth of what lives", async () => {
    const world = await requestWorld();
    await world.live();
    const active = await world.grant(requestId("R-1"));
    if (active.state !== "ACTIVE") throw new Error("not active");
    // Not judged themselves: their puts may still be under way.
    const fence = at("2026-11-25T09:00:00Z");
    for (let each = 0; each < 59; each += 1) {
      const value = { ...active, id: grantId(`G-9-${each + 1}`), fence };
      const event = { type: "test.made", by: "test", data: {} };
      await world.store.commit({ grants: [{ stored: undefined, moved: { value, event } }] });
    }
    for (let each = 0; each < 6; each += 1) {
      world.cloud.policies.set(`ana/tollgate-g-99-${each + 1}-1`, { Version: "2012-10-17", Statement: [] });
    }
    await reconcileNow(world);
    world.wait(86_400_000);
    const done = await reconcileNow(world);
    expect(done).toMatchObject({ kind: "done", orphansDeleted: { length: 6 } });
  });

  test("9: a name of a grant that is over goes at once, with an alarm", async () => {
    const world = await requestWorld();
    const id = await world.live();
    const [key, document] = [...world.cloud.policies][0] ?? [];
    world.wait(1);
    await revokeRequest({ request: id, ...sam }, world);
    await world.sweep();
    expect((await world.grant(id)).state).toBe("REVOKED");
    if (key !== undefined && document !== undefined) world.cloud.policies.set(key, document);
    expect(await reconcileNow(world)).toMatchObject({ leftovers: ["tollgate-g-1-1-1"] });
    expect(world.cloud.names()).toEqual([]);
    const events = await world.store.grantEvents(grantIdOf(id, 0));
    expect(events.at(-1)?.type).toBe("grant.leftover");
    expect((await world.grant(id)).state).toBe("REVOKED");
  });

  test("10: a policy that became stricter since the approval sends the request back, with nothing granted", async () => {
    const world = await requestWorld();
    const id = await world.approved();
    await world.governance.setCatalog(stricterCatalog(DOCUMENTS));
    await world.act(id);
    expect(await world.request(id)).toMatchObject({ state: "PENDING", round: 2 });
    expect(world.cloud.calls).toEqual([]);
  });

  test("11: of two grants on one target the end of one leaves the other", async () => {
    const world = await requestWorld();
    const [first, second] = [await world.live(), await world.live({ duration: hours(2) })];
    await revokeRequest({ request: first, ...sam }, world);
    world.wait(1);
    await world.sweep();
    expect((await world.grant(first)).state).toBe("REVOKED");
    expect(world.cloud.working(world.clock.now())).toEqual([`tollgate-g-${second.slice(2)}-1-1`]);
  });

  test("12: a grant is active only once a read showed exactly what was meant", async () => {
    const world = await grantWorld();
    world.cloud.putFate = "hangs";
    await convergeNow(world);
    expect((await world.grant()).state).toBe("PROVISIONING");
    world.wait(30_000);
    world.cloud.land();
    world.cloud.putFate = "throttled";
    await convergeNow(world);
    expect((await world.grant()).state).toBe("ACTIVE");
  });

  test("12: something else under its name is not it", async () => {
    const world = await grantWorld();
    const slow = world.worker();
    await slow.until("before cloud.readPolicy");
    world.cloud.policies.set("ana/tollgate-g-1-1-1", { Version: "2012-10-17", Statement: [] });
    await slow.run();
    expect(await world.grant()).toMatchObject({ state: "PROVISIONING", problem: { code: "not-there" } });
  });

  test("13: no grant begins under a request that is not live at that very moment", async () => {
    const world = await grantWorld();
    const slow = world.worker();
    await slow.until("before store.saveGrant");
    const stored = await world.store.request(requestId("R-1"));
    const over = { ...runningRequest(1), ...sam, state: "REVOKING" } as const;
    await world.store.commit({
      requests: [{ stored, moved: { value: over, event: { type: "test.moved", by: "test", data: {} } } }],
    });
    await slow.run();
    expect((await world.grant()).state).toBe("PLANNED");
    expect(world.cloud.calls).toEqual([]);
  });

  test("13: a refusal for good takes the grant back by way of a proof", async () => {
    const world = await requestWorld();
    const id = await world.approved();
    world.cloud.putFate = "refused-for-good";
    await world.act(id);
    expect(await world.grant(id)).toMatchObject({ state: "REVOKING", reason: "failed" });
    world.wait(60_001);
    await world.sweep();
    expect(await world.grant(id)).toMatchObject({ state: "REVOKED", reason: "failed" });
    expect((await world.request(id)).state).toBe("FAILED");
  });
});

describe("the broker", () => {
  test("hands out credentials only to the person of a grant that is active and whose end has not come", async () => {
    const world = await requestWorld();
    const id = await world.live();
    const grant = grantIdOf(id, 0);
    const ask = (person: string) => issueCredentials({ grant, person: personId(person) }, world);
    expect(await ask("ana")).toMatchObject({ ok: true, value: { sessionToken: grant } });
    expect(await ask("ben")).toMatchObject({ ok: false, error: { kind: "not-yours" } });
    world.clock.set(at("2026-11-23T13:00:00Z"));
    expect(await ask("ana")).toMatchObject({ ok: false, error: { kind: "not-live", state: "ACTIVE" } });
    await world.sweep();
    expect(await ask("ana")).toMatchObject({ ok: false, error: { kind: "not-live" } });
  });

  test("hands out nothing while a grant is being taken back, nor to somebody who left", async () => {
    const world = await requestWorld();
    const id = await world.live();
    const ask = () => issueCredentials({ grant: grantIdOf(id, 0), person: personId("ana") }, world);
    await world.governance.setPerson("ana", [], { active: false });
    expect(await ask()).toMatchObject({ ok: false, error: { kind: "not-active" } });
    await world.governance.setPerson("ana", ["all-data"]);
    await revokeRequest({ request: id, ...sam }, world);
    expect(await ask()).toMatchObject({ ok: false, error: { kind: "not-live", state: "REVOKING" } });
  });
});

test("everything that somebody holds ends when they leave", async () => {
  const world = await requestWorld();
  const ids = [await world.live(), await world.live()];
  expect((await offBoard({ person: personId("ana"), by: "function:test" }, world)).toSorted()).toEqual(ids);
  world.wait(1);
  await world.sweep();
  expect(world.cloud.names()).toEqual([]);
  for (const id of ids) expect(await world.request(id)).toMatchObject({ state: "REVOKED", because: "off-boarded" });
});

test("a hint for a grant that nobody knows does nothing", async () => {
  const world = await requestWorld();
  await converge(grantId("G-404-1"), world.deps);
  expect(world.cloud.calls).toEqual([]);
});
