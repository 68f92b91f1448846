import { describe, expect, test } from "vitest";
import { cancelRequest } from "#shared/access/cancel-request.ts";
import { notifyRequest } from "#shared/access/notify-request.ts";
import { revokeRequest } from "#shared/access/revoke-request.ts";
import type { SinkReply } from "#shared/findings/message-sink.ts";
import { personId } from "#shared/kernel/ids.ts";
import { hours, millis, minutes, plus } from "#shared/kernel/time.ts";
import { at } from "#test/support/access/moment.ts";
import { notifiedWorld } from "#test/support/access/notified.ts";

// ana of finance asks for sales.orders of team orders at 09:00: owners decide, then security, which has no mailbox.
const READ = "list and read files under s3://saltmarsh-sales-prod/orders/ in prod";
const SECURITY = '{"via":"mail","who":{"kind":"team","team":"security","part":"members"}}';

describe("who decides", () => {
  test("is asked in the words of the effect, reminded, and asked in the next stage when it is its turn", async () => {
    const world = await notifiedWorld();
    const id = await world.asked();
    expect(await world.news(id)).toEqual([`orders-oncall: Decide: ${READ} for 4h`]);
    expect(world.sent[0]).toMatchObject({
      path: `/d/${id}`,
      thread: id,
      lines: [
        "Somebody of finance asks, about sales.orders in prod.",
        `They will be able to ${READ} for 4h after approval; cannot write or delete. Restricted, PII.`,
        "Asked of target.owners, as step 1 of 2. Lapses 2026-11-24 09:00 UTC.",
      ],
    });
    await world.sweepUntil(at("2026-11-23T13:00:00Z"));
    expect(await world.news(id)).toEqual([`orders-oncall: Still waiting, 20h left: ${id}`]);
    await world.decide(id, "owen");
    expect(await world.news(id)).toEqual([`${SECURITY}: Decide: ${READ} for 4h`]);
  });

  test("is told by the escalation only where it was not asked before", async () => {
    const world = await notifiedWorld();
    const id = await world.asked();
    await world.sweepUntil(at("2026-11-23T16:00:00Z"));
    await world.news(id);
    await world.sweepUntil(at("2026-11-23T17:00:00Z"));
    expect(await world.news(id)).toEqual([`orders-oncall: Nobody answered ${id} for 8h; you are next in line`]);
    // The lead is the requester: nobody was added, and nobody is told that they are next.
    const other = await notifiedWorld();
    await other.governance.removePerson("lea");
    const same = await other.asked();
    await other.sweepUntil(at("2026-11-23T16:00:00Z"));
    await other.news(same);
    await other.sweepUntil(at("2026-11-23T17:00:00Z"));
    expect(await other.news(same)).toEqual([]);
  });

  test("is asked anew in a new round", async () => {
    const world = await notifiedWorld();
    const id = await world.approved({ duration: hours(3) });
    await world.news(id);
    await world.governance.setPerson("owen", []);
    await world.act(id);
    expect(await world.request(id)).toMatchObject({ state: "PENDING", round: 2 });
    expect(await world.news(id)).toEqual([`orders-oncall: Decide: ${READ} for 3h`]);
  });
});

describe("who asked", () => {
  test("hears that it works and until when, that it is longer, and that it was taken back", async () => {
    const world = await notifiedWorld();
    const id = await world.live();
    expect((await world.news(id)).at(-1)).toBe(`finance-oncall: You can ${READ} until 2026-11-23 13:00 UTC`);
    const child = await world.extension(id, hours(1));
    await world.act(child);
    expect((await world.news(id)).at(-1)).toBe(`finance-oncall: You can ${READ} until 2026-11-23 14:00 UTC`);
    await world.sweepUntil(at("2026-11-23T14:30:00Z"));
    expect(await world.news(id)).toEqual(["finance-oncall: Taken back and checked: sales.orders in prod"]);
    expect(world.sent.at(-1)?.lines).toEqual([
      `${id} asked to ${READ} for 4h.`,
      "It is over. Since 2026-11-23 14:00 UTC.",
    ]);
  });

  test("hears of an approval that has not begun", async () => {
    const world = await notifiedWorld();
    const id = await world.approved({ startsAt: at("2026-11-23T12:00:00Z") });
    expect((await world.news(id)).at(-1)).toMatch(/^finance-oncall: Approved: list and read/);
    expect(world.sent.at(-1)?.lines[0]).toContain("It begins at 2026-11-23 12:00 UTC.");
  });

  test("hears a no, a lapse and a revocation, and nothing of what they withdrew themselves", async () => {
    const world = await notifiedWorld();
    const refused = await world.asked();
    await world.decide(refused, "owen", "reject");
    expect(await world.news(refused)).toEqual(["finance-oncall: Not granted: sales.orders in prod"]);
    const taken = await world.live();
    await world.news(taken);
    await revokeRequest({ request: taken, by: personId("sam"), reason: "revoked" }, world.deps);
    await world.sweepUntil(at("2026-11-23T09:30:00Z"));
    expect(await world.news(taken)).toEqual(["finance-oncall: Taken back and checked: sales.orders in prod"]);
    const own = await world.asked();
    await cancelRequest({ request: own, person: personId("ana") }, world.deps);
    expect(await world.news(own)).toEqual([]);
    const lapsed = await world.asked();
    await world.sweepUntil(at("2026-11-24T09:30:00Z"));
    expect((await world.news(lapsed)).at(-1)).toBe("finance-oncall: Lapsed: sales.orders in prod");
  });
});

describe("on change only", () => {
  test("an event that comes again, late or out of order tells nothing twice, and nothing that is no more", async () => {
    const world = await notifiedWorld();
    const id = await world.asked();
    await world.sweepUntil(at("2026-11-23T13:00:00Z"));
    for (const type of ["request.reminded", "request.submitted", "request.submitted", "request.reminded"])
      await world.tell(id, type);
    expect(world.sent.map(({ title }) => title.split(/[:,]/)[0])).toEqual(["Still waiting", "Decide"]);
    await world.decide(id, "owen", "reject");
    for (const type of ["request.submitted", "request.reminded", "request.approved", "request.active"])
      expect(await world.tell(id, type)).toEqual({ told: 0, again: false });
    expect(world.sent).toHaveLength(2);
  });

  test("two workers at once tell it once", async () => {
    const world = await notifiedWorld();
    const id = await world.asked();
    const both = await Promise.all([world.tell(id, "request.submitted"), world.tell(id, "request.submitted")]);
    expect(both.map(({ told }) => told).toSorted()).toEqual([0, 1]);
  });

  test("news that come again while the first worker is telling them tell nothing, until its time is over", async () => {
    const world = await notifiedWorld();
    const id = await world.asked();
    const held = { ...world.deps, sink: { send: () => new Promise<SinkReply>(() => undefined) } };
    void notifyRequest({ request: id, type: "request.submitted" }, held);
    await new Promise((resolve) => setImmediate(resolve));
    expect(await world.tell(id, "request.submitted")).toEqual({ told: 0, again: false });
    world.clock.set(plus(world.clock.now(), minutes(1)));
    expect(await world.tell(id, "request.submitted")).toEqual({ told: 0, again: false });
    world.clock.set(plus(world.clock.now(), millis(1)));
    expect(await world.tell(id, "request.submitted")).toEqual({ told: 1, again: false });
  });

  test("what nobody took is sent again with the same key, five times, and what was refused for good is not", async () => {
    const world = await notifiedWorld(() => ({ kind: "failed", because: "answered 503", forGood: false }));
    const id = await world.asked();
    const tries = [];
    for (let count = 0; count < 6; count += 1) tries.push((await world.tell(id, "request.submitted")).again);
    expect(tries).toEqual([true, true, true, true, false, false]);
    expect(new Set(world.sent.map(({ key }) => key)).size).toBe(1);
    const other = await notifiedWorld(() => ({ kind: "failed", because: "no mailbox", forGood: true }));
    const refused = await other.asked();
    for (let count = 0; count < 2; count += 1) await other.tell(refused, "request.submitted");
    expect(other.sent).toHaveLength(1);
  });

  test("a request that is gone, and an event that concerns nobody, tell nothing", async () => {
    const world = await notifiedWorld();
    const id = await world.asked();
    expect(await world.tell(id, "request.end-moved")).toEqual({ told: 0, again: false });
    await world.decide(id, "owen", "reject");
    for (const type of ["constructor", "request.cancelled"])
      expect(await world.tell(id, type)).toEqual({ told: 0, again: false });
  });
});

test("no message holds what people wrote or who they are, nor an ARN, a number or a key, at any moment of a life", async () => {
  const SECRETS = [
    "4111 1111 1111 1111",
    "dana.smith@example.org",
    "AKIAIOSFODNN7EXAMPLE",
    "arn:aws:iam::111122223333:role/x",
    "111122223333",
  ];
  const world = await notifiedWorld();
  const justification = `because of my sister ${SECRETS.join(" ")}`;
  const items = [
    { dataset: "sales.orders", template: "s3-prefix-read", parameters: { below: "AKIAIOSFODNN7EXAMPLE/111122223333" } },
  ];
  const id = await world.asked({ justification, ticket: "SISTER-4711", duration: hours(2), items });
  await world.news(id);
  await world.sweepUntil(at("2026-11-23T17:00:00Z"));
  await world.news(id);
  for (const person of ["lea", "sam"]) await world.decide(id, person);
  await world.news(id);
  await world.act(id);
  await world.news(id);
  await world.sweepUntil(at("2026-11-23T20:00:00Z"));
  await world.news(id);
  const no = await world.asked({ justification, ticket: "SISTER-4711", items });
  await world.decide(no, "owen", "reject");
  await world.news(no);
  expect(world.sent.length).toBeGreaterThanOrEqual(6);
  const said = world.sent.map(({ title, lines, path }) => [title, ...lines, path].join("\n")).join("\n");
  for (const secret of [...SECRETS, "sister", "SISTER", "fine"]) expect(said).not.toContain(secret);
  for (const person of ["ana", "owen", "lea", "sam"]) expect(said).not.toMatch(new RegExp(`\\b${person}\\b`));
});
