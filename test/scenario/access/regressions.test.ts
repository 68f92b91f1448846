import { describe, expect, test } from "vitest";
import { makeHandler } from "#functions/grant-converge/handler.ts";
import { decideRequest } from "#shared/access/decide-request.ts";
import { everyOpenGrant } from "#shared/access/every-open-grant.ts";
import { grantIdOf } from "#shared/access/grant-names.ts";
import { offBoardWhoLeft } from "#shared/access/off-board.ts";
import { revokeRequest } from "#shared/access/revoke-request.ts";
import { groupName, personId } from "#shared/kernel/ids.ts";
import { hours } from "#shared/kernel/time.ts";
import { at } from "#test/support/access/moment.ts";
import { reconcileNow } from "#test/support/access/reconcile-now.ts";
import { DOCUMENTS, type RequestWorld, requestWorld } from "#test/support/access/request-world.ts";
import { catalogOf } from "#test/support/catalog/resolved.ts";
import { companyPolicy, companyRules, orders } from "#test/support/catalog/saltmarsh.ts";
import { notedMetrics } from "#test/support/noted-metrics.ts";

const end = (
  request: Parameters<typeof revokeRequest>[0]["request"],
  world: RequestWorld,
  reason: "revoked" | "given-back" = "revoked",
) => revokeRequest({ request, by: personId("sam"), reason }, world);

const quiet = { info: () => {}, warn: () => {}, error: () => {} };

const message = (kind: string, id: string, messageId = id) => ({
  messageId,
  body: JSON.stringify({ id: messageId, source: "tollgate", "detail-type": "x", detail: { aggregate: { kind, id } } }),
});

describe("what went wrong elsewhere", () => {
  test("TEAM-279: overlapping requests of one person for one thing do not end each other", async () => {
    const world = await requestWorld();
    const short = await world.live({ duration: hours(1) });
    const long = await world.live({ duration: hours(4) });
    await world.sweepUntil(at("2026-11-23T10:05:00Z"));
    expect((await world.request(short)).state).toBe("ENDED");
    expect((await world.request(long)).state).toBe("ACTIVE");
    expect(world.cloud.working(world.clock.now())).toEqual([`tollgate-g-${long.slice(2)}-1-1`]);
  });

  test("TEAM-255: a revoke that fails is no end: it is open, said, and tried until the access is gone", async () => {
    const world = await requestWorld();
    const id = await world.live();
    world.cloud.deletes = "fail";
    await end(id, world);
    await world.sweepUntil(at("2026-11-23T09:30:00Z"));
    expect((await world.grant(id)).state).toBe("REVOKE_RETRY");
    expect((await world.request(id)).state).toBe("REVOKING");
    const events = await world.store.grantEvents(grantIdOf(id, 0));
    expect(events.filter(({ type }) => type === "grant.revoke-retry").length).toBeGreaterThan(3);
    world.cloud.deletes = "work";
    await world.sweepUntil(at("2026-11-23T09:50:00Z"));
    expect((await world.request(id)).state).toBe("REVOKED");
    expect(world.cloud.names()).toEqual([]);
  });

  test("TEAM-507: every record of a batch is acted on, and one that cannot be read fails alone", async () => {
    const world = await requestWorld();
    const ids = [await world.approved(), await world.approved(), await world.approved()];
    const handler = makeHandler({ ...world.deps, log: quiet, metrics: notedMetrics() });
    const Records = [
      message("access-request", ids[0] ?? ""),
      message("access-request", ids[1] ?? ""),
      message("spaceship", "R-1", "poison"),
      message("access-request", ids[2] ?? ""),
    ];
    const answer = await handler({ Records } as object, {} as never, {} as never);
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "poison" }] });
    for (const id of ids) expect((await world.request(id)).state).toBe("ACTIVE");
  });

  test("Elevator-47: a double click makes one request, and two approvers at once make one decision each", async () => {
    const world = await requestWorld();
    const clicks = [world.held(() => world.submit({}, "click")), world.held(() => world.submit({}, "click"))];
    for (const click of clicks) await click.until("before store.commit");
    for (const click of clicks) await click.run();
    const { items } = await world.store.requestsOf(personId("ana"), { limit: 10 });
    expect(items).toHaveLength(1);
    const { id } = items[0]?.value ?? { id: await world.asked() };
    const both = ["owen", "olga"].map((person) => world.held(() => world.decide(id, person)));
    for (const each of both) await each.until("before store.commit");
    for (const each of both) await each.run();
    expect((await world.request(id)).decisions.map(({ person }) => person)).toEqual(["owen"]);
  });

  test("Elevator-47: two who activate at once make one set of grants and one schedule", async () => {
    const world = await requestWorld();
    const id = await world.approved();
    const both = [world.held(() => world.act(id)), world.held(() => world.act(id))];
    for (const each of both) await each.until("before store.activate");
    for (const each of both) await each.run();
    expect(world.cloud.calls.filter((call) => call.startsWith("put"))).toEqual(["put tollgate-g-1-1-1"]);
    expect(world.schedules.standing.size).toBe(1);
    const events = [...(await world.store.requestEvents(id)), ...(await world.store.grantEvents(grantIdOf(id, 0)))];
    const made = events.filter(({ type }) => type === "request.activating" || type === "grant.planned");
    expect(made.map(({ type }) => type)).toEqual(["request.activating", "grant.planned"]);
  });

  test("Elevator, same-second schedules: two grants that end in one second have an end each", async () => {
    const world = await requestWorld();
    await world.live();
    await world.live();
    expect([...world.schedules.standing.keys()]).toEqual(["tollgate-g-1-1-1", "tollgate-g-2-1-1"]);
  });

  test("Glide, revoke during activation: wherever it strikes, nothing stays and the end is proved", async () => {
    for (const moment of [
      "before store.saveGrant",
      "before schedules.create",
      "before cloud.ensureRole",
      "before cloud.putPolicy",
      "after cloud.putPolicy",
      "after cloud.readPolicy",
    ]) {
      const world = await requestWorld();
      const id = await world.approved();
      const activating = world.held(() => world.act(id));
      await activating.until(moment);
      await end(id, world);
      await activating.run();
      await world.sweepUntil(at("2026-11-23T09:05:00Z"));
      expect((await world.request(id)).state, moment).toBe("REVOKED");
      expect(world.cloud.names(), moment).toEqual([]);
    }
  });

  test("Glide, lost event after the grant: with every message lost the sweep activates, and ends", async () => {
    const world = await requestWorld();
    const id = await world.approved();
    await world.sweep();
    expect((await world.request(id)).state).toBe("ACTIVE");
    const dying = await requestWorld();
    const dyingId = await dying.approved();
    const worker = dying.held(() => dying.act(dyingId));
    await worker.until("after cloud.putPolicy");
    await dying.sweepUntil(at("2026-11-23T09:02:00Z"));
    expect((await dying.request(dyingId)).state).toBe("ACTIVE");
    await dying.sweepUntil(at("2026-11-23T13:02:00Z"));
    expect((await dying.request(dyingId)).state).toBe("ENDED");
    expect(dying.cloud.names()).toEqual([]);
  });

  test("Glide, empty approver set: a rule whose approvers are nobody approves nothing", async () => {
    const world = await requestWorld();
    for (const person of ["owen", "olga"]) await world.governance.removePerson(person);
    const submitted = await world.submit();
    expect(submitted).toMatchObject({ ok: false, error: { kind: "refused" } });
    const empty = companyRules.map((rule) => ({ ...rule, approve: [] }));
    await world.governance.setCatalog(
      catalogOf(
        DOCUMENTS.map((document) => (document === companyPolicy ? { ...companyPolicy, rules: empty } : document)),
      ),
    );
    expect(await world.submit()).toMatchObject({ ok: false, error: { kind: "refused" } });
  });

  test("Glide, override beyond the maximum: who decides can shorten what was asked, never lengthen it", async () => {
    const world = await requestWorld();
    const request = await world.asked();
    const say = (duration: ReturnType<typeof hours>) =>
      decideRequest(
        { request, revision: 1, person: personId("owen"), outcome: "approve", note: "", limits: { duration } },
        world.deps,
      );
    expect(await say(hours(5))).toMatchObject({ ok: false, error: { kind: "not-taken", why: "longer-than-asked" } });
    expect(await say(hours(1))).toMatchObject({ ok: true });
    await world.decide(request, "sam");
    await world.act(request);
    expect(await world.grant(request)).toMatchObject({ expiresAt: at("2026-11-23T10:00:00Z") });
  });

  test("ConsoleMe, lost update between reviewers: of a yes and a no on one revision one counts, the other is told", async () => {
    const world = await requestWorld();
    const request = await world.asked();
    const say = (person: string, outcome: "approve" | "reject") =>
      decideRequest({ request, revision: 1, person: personId(person), outcome, note: "" }, world.deps);
    let late: unknown;
    const no = world.held(() => say("owen", "reject"));
    const yes = world.held(async () => {
      late = await say("olga", "approve");
    });
    for (const each of [no, yes]) await each.until("before store.commit");
    for (const each of [no, yes]) await each.run();
    expect(late).toMatchObject({ ok: false, error: { kind: "stale", revision: 2, request: { state: "REJECTED" } } });
    expect((await world.request(request)).decisions.map(({ person }) => person)).toEqual(["owen"]);
    // Who looked before it and speaks after it is told the same.
    expect(await say("olga", "approve")).toMatchObject({ ok: false, error: { kind: "stale", revision: 2 } });
  });

  test("Teleport-50011: the clock starts at activation, not when it was asked or approved", async () => {
    const world = await requestWorld();
    const id = await world.asked();
    world.clock.set(at("2026-11-23T15:00:00Z"));
    await world.decide(id, "owen");
    world.clock.set(at("2026-11-23T18:00:00Z"));
    await world.decide(id, "sam");
    world.clock.set(at("2026-11-23T18:30:00Z"));
    await world.act(id);
    expect(await world.grant(id)).toMatchObject({
      activatedAt: at("2026-11-23T18:30:00Z"),
      expiresAt: at("2026-11-23T22:30:00Z"),
    });
  });

  test("Teleport-68308: the history of a request stays after it is over", async () => {
    const world = await requestWorld();
    const id = await world.live();
    await world.sweepUntil(at("2026-11-24T09:00:00Z"));
    const types = (await world.store.requestEvents(id)).map(({ type }) => type);
    expect(types).toEqual([
      "request.submitted",
      "request.decided",
      "request.approved",
      "request.activating",
      "request.active",
      "request.ended",
    ]);
  });

  test("TEAM, requester left the group before revocation: the end does not ask who they are", async () => {
    const world = await requestWorld();
    const id = await world.live();
    await world.governance.setPerson("ana", []);
    await end(id, world);
    world.wait(1);
    await world.sweep();
    expect((await world.request(id)).state).toBe("REVOKED");
    expect(world.cloud.names()).toEqual([]);
  });

  test("TEAM, requester left: access that nobody revokes still ends at its time", async () => {
    const world = await requestWorld();
    const id = await world.live();
    await world.governance.removePerson("ana");
    await world.sweepUntil(at("2026-11-23T13:02:00Z"));
    expect((await world.request(id)).state).toBe("ENDED");
    expect(world.cloud.names()).toEqual([]);
  });

  test("TEAM, mixed durations: each item is held to the shortest that its own rule gives", async () => {
    const world = await requestWorld();
    const items = [
      { dataset: "sales.orders", account: "data-dev", template: "s3-prefix-read" },
      { dataset: "sales.orders", account: "data-prod", template: "s3-prefix-read" },
    ];
    expect(await world.submit({ items, duration: hours(12) })).toMatchObject({ ok: false, error: { kind: "refused" } });
    expect(await world.submit({ items: items.slice(0, 1), duration: hours(12) })).toMatchObject({ ok: true });
  });

  test("ConsoleMe, dead worker: a worker that dies at any port call delays the end, and never prevents it", async () => {
    const gates = [
      "before cloud.deletePolicy",
      "after cloud.deletePolicy",
      "before cloud.listPolicies",
      "before store.saveGrant",
    ];
    for (const gate of gates) {
      const world = await requestWorld();
      const id = await world.live();
      world.clock.set(at("2026-11-23T13:00:00Z"));
      const dying = world.held(() => world.act(id));
      await dying.until(gate);
      await world.sweepUntil(at("2026-11-23T13:02:00Z"));
      expect((await world.request(id)).state, gate).toBe("ENDED");
    }
  });

  test("Elevator-49: a renamed group ends nothing that lives; a new request asks by the names of now", async () => {
    const world = await requestWorld();
    const id = await world.live();
    const renamed = DOCUMENTS.map((document) =>
      document === orders ? { ...orders, owners: [groupName("orders-stewards")] } : document,
    );
    await world.governance.setCatalog(catalogOf(renamed));
    // Everything that could end it looks at it: the sweep, a hint, the reconciler, off-boarding.
    await world.sweepUntil(at("2026-11-23T10:00:00Z"));
    await world.act(id);
    expect(await reconcileNow(world)).toMatchObject({ kind: "done", tampered: [], orphansSeen: [] });
    const open = await everyOpenGrant(world.store);
    expect(await offBoardWhoLeft({ open, by: "function:test" }, world)).toEqual([]);
    expect((await world.request(id)).state).toBe("ACTIVE");
    expect(await world.submit()).toMatchObject({ ok: false, error: { kind: "refused" } });
  });
});
