import { describe, expect, test } from "vitest";
import { sweepHeld } from "#shared/catalog/sweep-held.ts";
import type { SinkReply } from "#shared/findings/message-sink.ts";
import { notifyChange } from "#shared/findings/notify-change.ts";
import { days, hours, millis, minutes, plus } from "#shared/kernel/time.ts";
import { notifiedPlan } from "#test/support/catalog/notified-plan.ts";
import { lower } from "#test/support/catalog/plan-desk.ts";

// pat of platform asks at 09:00 on 23 November: an owner of finance.ledger decides, then pat's manager or director, of whom
// no document says a mailbox.
type World = Awaited<ReturnType<typeof notifiedPlan>>;

async function sweepAfter(world: World, after: number): Promise<void> {
  world.clock.set(plus(world.clock.now(), millis(after)));
  await sweepHeld(world.deps);
}

describe("who decides", () => {
  test("is told what would change, why, until when and how to decide; reminded; asked when the next stage is", async () => {
    const world = await notifiedPlan();
    expect(await world.news()).toEqual([
      "finance-oncall: Decide: Dataset finance.ledger: classification confidential → internal",
    ]);
    expect(world.sent[0]).toMatchObject({
      path: `/changes/${world.id}/Dataset/finance.ledger`,
      lines: [
        expect.stringContaining(`asks, in ${world.id}.`),
        "Why: The auditor asked for it in September",
        "Asked of target.owners, as step 1 of 2. Lapses 2026-11-28 09:00 UTC.",
        `Decide: tollgate changes decide ${world.id} Dataset finance.ledger --approve, or --reject with a --note that says why`,
      ],
    });
    await sweepAfter(world, hours(4));
    expect(await world.news()).toEqual([
      `finance-oncall: Still waiting, 116h left: ${world.id}, Dataset finance.ledger`,
    ]);
    await world.decide(world.id, "flo", lower);
    expect((await world.news()).map((text) => text.replace(/^.*"part":"(\w+)".*}: Decide.*$/, "$1"))).toEqual([
      "manager",
      "director",
    ]);
  });

  test("is told by the escalation only where it was not asked before", async () => {
    const world = await notifiedPlan();
    await world.news();
    await sweepAfter(world, hours(8));
    expect(await world.news()).toEqual([
      `finance-oncall: Still waiting, 112h left: ${world.id}, Dataset finance.ledger`,
      `{"via":"mail","who":{"kind":"team","team":"orders","part":"lead"}}: Still waiting, 112h left: ${world.id}, Dataset finance.ledger`,
      `{"via":"mail","who":{"kind":"team","team":"orders","part":"lead"}}: Nobody answered ${world.id}, Dataset finance.ledger for 8h; you are next in line`,
    ]);
  });
});

describe("the author's team", () => {
  test("hears that it is in force", async () => {
    const world = await notifiedPlan();
    for (const person of ["flo", "max"]) await world.decide(world.id, person, lower);
    expect(await world.news()).toEqual(["platform-oncall: Approved and in force: Dataset finance.ledger"]);
  });

  test("hears a no with its note, without what no channel may hold", async () => {
    const world = await notifiedPlan();
    await world.decide(world.id, "flo", {
      ...lower,
      outcome: "rejected",
      note: "Not before the audit, ask dana@example.org",
    });
    expect(await world.news()).toEqual(["platform-oncall: Rejected: Dataset finance.ledger"]);
    expect(world.sent.at(-1)?.lines).toContain("The note: Not before the audit, ask a person");
  });

  test("hears that nobody decided in time", async () => {
    const world = await notifiedPlan();
    await sweepAfter(world, days(5));
    expect(await world.news()).toEqual(["platform-oncall: Not decided in time: Dataset finance.ledger"]);
  });
});

describe("on change only", () => {
  test("an event that comes again, late or out of order tells nothing twice, and nothing that is no more", async () => {
    const world = await notifiedPlan();
    await sweepAfter(world, hours(4));
    for (const type of ["reminded", "applied", "applied", "reminded"]) await world.tell(`catalog-plan.${type}`);
    expect(world.sent.map(({ title }) => title.split(/[:,]/)[0])).toEqual(["Still waiting", "Decide"]);
    await world.decide(world.id, "flo", { ...lower, outcome: "rejected" });
    for (const type of ["applied", "reminded", "escalated", "rejected", "rejected"])
      await world.tell(`catalog-plan.${type}`);
    expect(world.sent.slice(2).map(({ title }) => title)).toEqual(["Rejected: Dataset finance.ledger"]);
  });

  test("two workers at once tell it once", async () => {
    const world = await notifiedPlan();
    const both = await Promise.all([world.tell("catalog-plan.applied"), world.tell("catalog-plan.applied")]);
    expect(both.map(({ told }) => told).toSorted()).toEqual([0, 1]);
  });

  test("news that come again while the first worker is telling them tell nothing, until its time is over", async () => {
    const world = await notifiedPlan();
    const held = { ...world.deps, sink: { send: () => new Promise<SinkReply>(() => undefined) } };
    void notifyChange({ plan: world.id, type: "catalog-plan.applied" }, held);
    await new Promise((resolve) => setImmediate(resolve));
    world.clock.set(plus(world.clock.now(), minutes(1)));
    expect(await world.tell("catalog-plan.applied")).toEqual({ told: 0, again: false });
    world.clock.set(plus(world.clock.now(), millis(1)));
    expect(await world.tell("catalog-plan.applied")).toEqual({ told: 1, again: false });
  });

  test("what nobody took is sent again with the same key, five times, and then given up", async () => {
    const world = await notifiedPlan(() => ({ kind: "failed", because: "answered 503", forGood: false }));
    const tries = [];
    for (let count = 0; count < 6; count += 1) tries.push((await world.tell("catalog-plan.applied")).again);
    expect(tries).toEqual([true, true, true, true, false, false]);
    expect(new Set(world.sent.map(({ key }) => key)).size).toBe(1);
  });

  test("an event of other changes of the plan, and of a plan that is gone, tells nothing", async () => {
    const world = await notifiedPlan();
    const event = { plan: world.id, type: "catalog-plan.applied", documents: ["Dataset:sales.orders"] };
    expect(await notifyChange(event, world.deps)).toEqual({ told: 0, again: false });
    expect(await notifyChange({ plan: "P-999", type: "catalog-plan.applied" }, world.deps)).toEqual({
      told: 0,
      again: false,
    });
  });
});
