import { describe, expect, test } from "vitest";
import type { AccessPolicy } from "#shared/catalog/documents/access-policy.ts";
import type { Stage, Who } from "#shared/catalog/documents/who.ts";
import { resolveApplied } from "#shared/catalog/resolve-applied.ts";
import { sweepHeld } from "#shared/catalog/sweep-held.ts";
import { askedNow } from "#shared/catalog/vote.ts";
import { groupName, personId } from "#shared/kernel/ids.ts";
import { type EpochMillis, hours, isoOf, minutes, plus } from "#shared/kernel/time.ts";
import { lower, planDesk } from "#test/support/catalog/plan-desk.ts";
import { changes, saltmarshWith } from "#test/support/catalog/saltmarsh.ts";

// pat asks at 09:00 on 23 November: an owner of finance.ledger (flo, fay) decides, then pat's manager (max) or director
// (dir), within five days. Reminders after 4 h and 20 h, escalated after 8 h to the leads of orders, who are lea.
const lead: Who = { kind: "team", team: "orders", part: "lead" };
const speaking = { remind: [hours(20), hours(4)], escalate: { after: hours(8), to: lead } };

async function deskWith(policy: Partial<AccessPolicy> = {}) {
  const spoken: AccessPolicy = { ...changes, ...speaking, ...policy };
  const desk = await planDesk(saltmarshWith(spoken));
  const { id } = await desk.planAndApply(saltmarshWith(spoken, lower));
  const start = desk.clock.now();
  const held = async () => {
    const change = (await desk.plans.find(id))?.value.held[0];
    if (change === undefined) throw new Error("It is held");
    return change;
  };
  return {
    ...desk,
    id,
    held,
    sweepAt: async (after: number) => {
      desk.clock.set(plus(start, after as never));
      return sweepHeld(desk.deps);
    },
    asked: async () => {
      const plan = (await desk.plans.find(id))?.value;
      if (plan === undefined) throw new Error("There is a plan");
      const deciding = { catalog: await desk.catalogs.current(), people: await desk.deps.people(), authors: new Map() };
      return askedNow(plan, await held(), deciding);
    },
    said: async (): Promise<readonly string[]> =>
      (await desk.eventsOf(id))
        .filter(({ type }) => /remind|escalat|asked|expired/.test(type))
        .map(({ type, at }) => `${type.slice("catalog-plan.".length)} ${at5(at)}`),
  };
}

const at5 = (moment: EpochMillis): string => isoOf(moment).slice(5, 16);

describe("a held change that nobody decides", () => {
  test("is reminded of and escalated at its moments, each once, however often it is swept, and expires at its end", async () => {
    const desk = await deskWith();
    for (let after = 0; after <= hours(120); after += hours(1)) {
      await desk.sweepAt(after);
      await desk.sweepAt(after);
    }
    expect(await desk.said()).toEqual([
      "reminded 11-23T13:00",
      "escalated 11-23T17:00",
      "reminded 11-24T05:00",
      "expired 11-28T09:00",
    ]);
  });

  test("is spoken of once for all that passed unseen, and only ends when its end passed too", async () => {
    const desk = await deskWith();
    expect(await desk.sweepAt(hours(21))).toEqual({ expired: 0, prompted: 2 });
    expect(await desk.said()).toEqual(["reminded 11-24T06:00", "escalated 11-24T06:00"]);
    const other = await deskWith();
    expect(await other.sweepAt(hours(120))).toEqual({ expired: 1, prompted: 0 });
    expect(await other.said()).toEqual(["expired 11-28T09:00"]);
  });

  test("whom the escalation names decides the present stage from then on, and no other", async () => {
    const desk = await deskWith();
    expect(await desk.decide(desk.id, "lea", lower)).toMatchObject({ error: { kind: "not-asked" } });
    await desk.sweepAt(hours(8));
    expect(await desk.asked()).toEqual(["flo", "fay", "lea"]);
    expect(await desk.decide(desk.id, "lea", lower)).toMatchObject({ ok: true });
    expect(await desk.asked()).toEqual(["max", "dir"]);
    expect((await desk.held()).asking).toMatchObject({ stage: 1, askedAt: desk.clock.now(), round: 1 });
    // Once in a round: the second stage is silent for longer than 8 h too.
    await desk.sweepAt(hours(40));
    expect(await desk.said()).toEqual(["reminded 11-23T17:00", "escalated 11-23T17:00", "reminded 11-25T01:00"]);
  });

  test("the escalation counts from when the present stage began to be asked, the reminders from the beginning", async () => {
    const desk = await deskWith();
    await desk.sweepAt(hours(7));
    await desk.decide(desk.id, "flo", lower);
    for (const after of [8, 14, 15, 20]) await desk.sweepAt(hours(after));
    expect(await desk.said()).toEqual(["reminded 11-23T16:00", "escalated 11-24T00:00", "reminded 11-24T05:00"]);
    expect(await desk.asked()).toEqual(["max", "dir", "lea"]);
  });

  test.each([
    [
      "the author alone, who never decides",
      { kind: "team", team: "platform", part: "members" },
      "team:platform names nobody else who may decide",
    ],
    [
      "people who are asked already",
      { kind: "group", group: groupName("finance-data-owners") },
      "group:finance-data-owners names nobody else who may decide",
    ],
    ["nobody at all", { kind: "team", team: "security", part: "members" }, "team:security names nobody"],
  ] satisfies readonly (readonly [string, Who, string])[])(
    "naming %s changes nobody's rights, and is not tried again",
    async (_why, to, because) => {
      const desk = await deskWith({ escalate: { after: hours(8), to } });
      const before = await desk.asked();
      await desk.sweepAt(hours(8));
      await desk.sweepAt(hours(12));
      expect(await desk.asked()).toEqual(before);
      expect(
        (await desk.eventsOf(desk.id)).filter(({ type }) => type.endsWith("escalated")).map(({ data }) => data),
      ).toMatchObject([{ added: [], because }]);
      expect(await desk.decide(desk.id, "pat", lower)).toMatchObject({ error: { kind: "own-change" } });
    },
  );

  test("of a stage that needs one of each, the escalated person takes one seat, never both", async () => {
    const owners: Who = { kind: "group", group: groupName("finance-data-owners") };
    const each: Stage = { need: "each", of: [owners, { kind: "group", group: groupName("security-leads") }] };
    const rules = changes.rules.map((rule) =>
      rule.id === "rules-and-retention" ? { ...rule, approve: [each] } : rule,
    );
    const desk = await deskWith({ rules });
    await desk.sweepAt(hours(8));
    await desk.decide(desk.id, "lea", lower);
    expect((await desk.held()).state).toBe("pending");
    await desk.decide(desk.id, "flo", lower);
    expect((await desk.held()).state).toBe("applied");
  });
});

describe("whom it asks now", () => {
  test("is asked anew, and has time to answer, when the only yes of an earlier stage is of somebody who left", async () => {
    const desk = await deskWith();
    await desk.decide(desk.id, "flo", lower);
    desk.leave("flo");
    expect(await desk.sweepAt(hours(2))).toEqual({ expired: 0, prompted: 1 });
    expect((await desk.held()).asking).toMatchObject({ stage: 0, askedAt: desk.clock.now() });
    expect(await desk.said()).toEqual(["asked 11-23T11:00"]);
  });

  test("was never told of a change that opened before anybody was: the sweep begins its first round", async () => {
    const desk = await deskWith();
    const stored = await desk.plans.find(desk.id);
    if (stored === undefined) throw new Error("There is a plan");
    const held = stored.value.held.map(({ asking: _none, ...rest }) => rest);
    const event = { type: "test", by: "test", data: {} };
    await desk.catalogs.commit([desk.plans.change(stored, { ...stored.value, held }, event)]);
    await desk.sweepAt(hours(30));
    expect((await desk.held()).asking).toEqual({
      round: 1,
      roundAt: desk.clock.now(),
      stage: 0,
      askedAt: desk.clock.now(),
      reminded: 0,
    });
    expect(await desk.said()).toEqual(["asked 11-24T15:00"]);
  });
});

describe("at the same moment", () => {
  test("two sweeps say it once", async () => {
    const desk = await deskWith();
    desk.clock.set(plus(desk.clock.now(), hours(8)));
    const both = await Promise.all([sweepHeld(desk.deps), sweepHeld(desk.deps)]);
    expect(both.map(({ prompted }) => prompted).toSorted()).toEqual([0, 2]);
    expect(await desk.said()).toEqual(["reminded 11-23T17:00", "escalated 11-23T17:00"]);
  });

  test("a decision that comes between the sweep's reading and its writing stands, and nothing is said over it", async () => {
    const desk = await deskWith();
    desk.clock.set(plus(desk.clock.now(), hours(8)));
    const commit: typeof desk.catalogs.commit = async (write) => {
      await desk.decide(desk.id, "flo", lower);
      return desk.catalogs.commit(write);
    };
    expect(await sweepHeld({ ...desk.deps, catalogs: { ...desk.catalogs, commit } })).toEqual({
      expired: 0,
      prompted: 0,
    });
    expect(await desk.held()).toMatchObject({ votes: [{ by: personId("flo") }], asking: { stage: 1, reminded: 0 } });
    await sweepHeld(desk.deps);
    expect(await desk.said()).toEqual(["reminded 11-23T17:00"]);
  });

  test("a yes to a revision before the reminder is refused as old", async () => {
    const desk = await deskWith();
    const seen = (await desk.plans.find(desk.id))?.revision ?? 0;
    await desk.sweepAt(hours(4));
    expect((await desk.plans.find(desk.id))?.revision).toBe(seen + 1);
  });
});

test("a change that is held anew under stricter rules begins a round without reminders and escalation, and keeps its end", async () => {
  const desk = await deskWith();
  await desk.sweepAt(hours(8));
  const until = (await desk.held()).pendingUntil;
  const owners: Stage = { need: 1, of: [{ kind: "target", part: "owners" }] };
  const security: Stage = { need: 1, of: [{ kind: "team", team: "security", part: "lead" }] };
  const rules = changes.rules.map((rule) =>
    rule.id === "rules-and-retention" ? { ...rule, approve: [owners, security] } : rule,
  );
  const current = await desk.catalogs.current();
  const documents = saltmarshWith({ ...changes, ...speaking, rules });
  const stricter = resolveApplied(documents, { revision: 2, digest: desk.deps.digest, pins: current.pins });
  expect((await desk.catalogs.save(stricter, { by: "test" })).ok).toBe(true);
  expect(await desk.decide(desk.id, "flo", lower)).toMatchObject({ error: { kind: "stale" } });
  expect(await desk.held()).toMatchObject({
    pendingUntil: until,
    votes: [],
    asking: { round: 2, roundAt: desk.clock.now(), stage: 0, reminded: 0 },
  });
  expect((await desk.held()).asking?.escalated).toBeUndefined();
  desk.clock.set(plus(desk.clock.now(), minutes(1)));
  expect(await sweepHeld(desk.deps)).toEqual({ expired: 0, prompted: 0 });
});
