import { expect, test } from "vitest";
import { grantConverge } from "#functions/grant-converge/function.ts";
import { makeHandler } from "#functions/grant-converge/handler.ts";
import { grantIdOf } from "#shared/access/grant-names.ts";
import { PoisonMessage } from "#shared/runtime/queue.ts";
import { at } from "#test/support/access/moment.ts";
import { type RequestWorld, requestWorld } from "#test/support/access/request-world.ts";
import { notedMetrics } from "#test/support/noted-metrics.ts";

const log = { info: () => {}, warn: () => {}, error: () => {} };

const send = (world: RequestWorld, event: object, metrics = notedMetrics()) =>
  makeHandler({ ...world.deps, log, metrics })(event, {} as never, {} as never);

const record = (body: string) => ({ messageId: "m", body });
const hint = (kind: string, id: string) =>
  record(JSON.stringify({ id: "e", source: "tollgate", "detail-type": "t", detail: { aggregate: { kind, id } } }));

test("an event of a request activates it, and the same event again changes nothing", async () => {
  const world = await requestWorld();
  const id = await world.approved();
  await send(world, { Records: [hint("access-request", id)] });
  const revision = await world.revision(id);
  expect((await world.request(id)).state).toBe("ACTIVE");
  await send(world, { Records: [hint("access-request", id), hint("grant", "G-1-1")] });
  expect(await world.revision(id)).toBe(revision);
});

test("the one-shot of an end that comes too early ends nothing, and at its time it does", async () => {
  const world = await requestWorld();
  const id = await world.live();
  world.clock.set(at("2026-11-23T12:59:59Z"));
  await send(world, { grant: "G-1-1" });
  expect((await world.grant(id)).state).toBe("ACTIVE");
  world.clock.set(at("2026-11-23T13:00:00Z"));
  await send(world, { grant: "G-1-1" });
  expect((await world.grant(id)).state).toBe("REVOKED");
});

test.each([
  "",
  "null",
  "{",
  "[]",
  '{"id":"e"}',
  '{"id":"e","source":"s","detail-type":"t","detail":{"aggregate":{"kind":"grant","id":"../x"}}}',
])("a message that can never be understood is put aside: %s", async (body) => {
  const world = await requestWorld();
  expect(await send(world, { Records: [record(body)] })).toEqual({ batchItemFailures: [{ itemIdentifier: "m" }] });
});

test("a one-shot that names no grant is a fault, not a guess", async () => {
  const world = await requestWorld();
  await expect(send(world, { grant: "everything" })).rejects.toThrow(PoisonMessage);
});

test("that somebody left ends what they hold at once; the same hint again, or late, changes nothing", async () => {
  const world = await requestWorld();
  const id = await world.live();
  await send(world, { Records: [hint("person", "ana")] });
  expect((await world.request(id)).state, "still here: a hint is no proof").toBe("ACTIVE");
  await world.governance.setPerson("ana", [], { active: false });
  expect(await send(world, { Records: [hint("person", "ana")] })).toEqual({ batchItemFailures: [] });
  expect(await world.request(id)).toMatchObject({ state: "REVOKING", reason: "off-boarded" });
  const revision = await world.revision(id);
  await send(world, { Records: [hint("person", "ana"), hint("person", "ben")] });
  expect(await world.revision(id)).toBe(revision);
  world.wait(1);
  await world.sweep();
  expect(world.cloud.names()).toEqual([]);
});

test("the directory says it when somebody leaves", () => {
  expect(grantConverge.triggers[0].types).toContain("person.left");
});

type Aggregate = { readonly kind: string; readonly id: string; readonly data?: object };

const told = (type: string, moment: string, { data = {}, ...aggregate }: Aggregate) =>
  record(
    JSON.stringify({
      id: "e",
      source: "tollgate",
      "detail-type": type,
      detail: {
        type,
        by: "b",
        data,
        aggregate,
        sequence: 1,
        at: at(moment),
        previous: "0".repeat(64),
        hash: "0".repeat(64),
      },
    }),
  );

test("events say how long people waited and how long an end took", async () => {
  const world = await requestWorld();
  const metrics = notedMetrics();
  const id = await world.approved();
  await send(
    world,
    { Records: [told("request.approved", "2026-11-23T09:00:00Z", { kind: "access-request", id })] },
    metrics,
  );
  await send(
    world,
    { Records: [told("grant.active", "2026-11-23T09:00:42Z", { kind: "grant", id: "G-1-1", data: { request: id } })] },
    metrics,
  );
  world.cloud.deletes = "fail";
  await world.sweepUntil(at("2026-11-23T13:10:00Z"));
  world.cloud.deletes = "work";
  await world.sweepUntil(at("2026-11-23T13:30:00Z"));
  const { revokedAt } = (await world.grant(id)) as { revokedAt: number };
  await send(
    world,
    { Records: [told("grant.revoked", "2026-11-23T13:30:00Z", { kind: "grant", id: "G-1-1" })] },
    metrics,
  );
  const took = (revokedAt - at("2026-11-23T13:00:00Z")) / 1_000;
  expect(took).toBeGreaterThanOrEqual(600);
  expect(metrics.said).toEqual([
    { figures: { requests_approved: 1, requests_approved_by_rule: 0 }, about: { request: id } },
    { figures: { access_lead_seconds: 42 }, about: { grant: "G-1-1" } },
    { figures: { revocation_latency_seconds: took }, about: { grant: "G-1-1" } },
  ]);
});

test("how long people waited is said from the event alone where it says since when", async () => {
  const world = await requestWorld();
  const metrics = notedMetrics();
  const id = await world.live({ startsAt: at("2026-11-23T09:00:00Z") });
  const active = (await world.store.grantEvents(grantIdOf(id, 0))).find(({ type }) => type === "grant.active");
  expect(active?.data).toMatchObject({ wantedFrom: at("2026-11-23T09:00:00Z") });
  // No row of such a request is there to ask.
  const data = { ...active?.data, request: "R-99" };
  const event = told("grant.active", "2026-11-23T09:00:07Z", { kind: "grant", id: "G-1-1", data });
  await send(world, { Records: [event] }, metrics);
  expect(metrics.said).toEqual([{ figures: { access_lead_seconds: 7 }, about: { grant: "G-1-1" } }]);
});

test("bad day: messages of an older version: one that still names its row is acted on, whatever else it lacks", async () => {
  const world = await requestWorld();
  const id = await world.approved();
  // No digest, no sequence, a field that is gone: all that counts is which row to read.
  const detail = { aggregate: { kind: "access-request", id }, stage: "owners", v: 0 };
  const body = JSON.stringify({ id: "e", source: "tollgate", "detail-type": "request.approved", detail });
  expect(await send(world, { Records: [record(body)] })).toEqual({ batchItemFailures: [] });
  expect((await world.request(id)).state).toBe("ACTIVE");
});

test("bad day: messages of an older version: one that names its row otherwise is put aside, and the sweep does what it was about", async () => {
  const world = await requestWorld();
  const id = await world.approved();
  const detail = { request: id, type: "approved" };
  const body = JSON.stringify({ id: "e", source: "tollgate", "detail-type": "request.approved", detail });
  expect(await send(world, { Records: [record(body)] })).toEqual({ batchItemFailures: [{ itemIdentifier: "m" }] });
  expect((await world.request(id)).state).toBe("APPROVED");
  await world.sweep();
  expect((await world.request(id)).state).toBe("ACTIVE");
});
