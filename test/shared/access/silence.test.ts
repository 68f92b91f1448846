import { describe, expect, test } from "vitest";
import type { AccessRequest } from "#shared/access/access-request.ts";
import { editRequest } from "#shared/access/edit-request.ts";
import { askedNow, peopleInStage } from "#shared/access/stages.ts";
import type { AccessPolicy } from "#shared/catalog/documents/access-policy.ts";
import type { Who } from "#shared/catalog/documents/who.ts";
import { groupName, personId, type RequestId } from "#shared/kernel/ids.ts";
import { hours, isoOf } from "#shared/kernel/time.ts";
import { at } from "#test/support/access/moment.ts";
import { DOCUMENTS, type RequestWorld, requestWorld } from "#test/support/access/request-world.ts";
import { stricterCatalog } from "#test/support/access/stricter-catalog.ts";
import { companyPolicy } from "#test/support/catalog/saltmarsh.ts";

// Asked at 09:00 on 23 November, pending for 24 h; reminders after 4 h and 20 h, escalated after 8 h to the
// lead of sales.orders' team, who is lea.
async function worldWith(policy: Partial<AccessPolicy> = {}, lead = "lea"): Promise<RequestWorld> {
  const documents = DOCUMENTS.map((each) => (each === companyPolicy ? { ...companyPolicy, ...policy } : each));
  const world = await requestWorld(documents);
  if (lead !== "") await world.governance.setPerson(lead, ["all-data", "orders-leads"]);
  return world;
}

const escalatingTo = (to: Who): Partial<AccessPolicy> => ({ escalate: { after: hours(8), to } });

async function saidOf(world: RequestWorld, id: RequestId): Promise<readonly string[]> {
  const events = await world.store.requestEvents(id);
  return events
    .filter(({ type }) => type === "request.reminded" || type === "request.escalated")
    .map(({ type, at: moment }) => `${type.slice("request.".length)} ${isoOf(moment).slice(5, 16)}`);
}

async function companyOf(world: RequestWorld) {
  const { catalog } = await world.governance.catalog();
  return { catalog, people: await world.governance.people(), authors: new Map() };
}

async function asked(world: RequestWorld, request: AccessRequest): Promise<readonly string[]> {
  return request.state === "PENDING" ? askedNow(request, await companyOf(world)) : [];
}

const eventOf = async (world: RequestWorld, id: RequestId, type: string) =>
  (await world.store.requestEvents(id)).findLast((event) => event.type === type)?.data;

describe("a request that nobody decides", () => {
  test("is reminded of and escalated at its moments, each once, and lapses at its end", async () => {
    const world = await worldWith();
    const id = await world.asked();
    await world.sweepUntil(at("2026-11-24T09:00:00Z"));
    expect(await saidOf(world, id)).toEqual(["reminded 11-23T13:00", "escalated 11-23T17:00", "reminded 11-24T05:00"]);
    expect((await world.request(id)).state).toBe("EXPIRED");
  });

  test("waits under the next moment of the one index, and in the end under its lapse", async () => {
    const world = await worldWith();
    const id = await world.asked();
    const due = async () => {
      const request = await world.request(id);
      return "nextActionAt" in request ? isoOf(request.nextActionAt).slice(5, 16) : "";
    };
    const seen = [await due()];
    for (const moment of ["2026-11-23T13:00:00Z", "2026-11-23T17:00:00Z", "2026-11-24T05:00:00Z"]) {
      world.clock.set(at(moment));
      await world.act(id);
      seen.push(await due());
    }
    expect(seen).toEqual(["11-23T13:00", "11-23T17:00", "11-24T05:00", "11-24T09:00"]);
  });

  test("is left alone before its moment, and by every further hint at it", async () => {
    const world = await worldWith();
    const id = await world.asked();
    world.clock.set(at("2026-11-23T12:59:59.999Z"));
    await world.act(id);
    expect(await world.revision(id)).toBe(1);
    world.clock.set(at("2026-11-23T13:00:00Z"));
    for (let hint = 0; hint < 3; hint += 1) await world.act(id);
    expect(await saidOf(world, id)).toEqual(["reminded 11-23T13:00"]);
    expect(await world.revision(id)).toBe(2);
  });

  test("that nobody looked at for long is reminded of once, not once for each moment that passed", async () => {
    const world = await worldWith();
    const id = await world.asked();
    world.clock.set(at("2026-11-24T06:00:00Z"));
    await world.sweep();
    await world.sweep();
    await world.sweep();
    expect(await saidOf(world, id)).toEqual(["reminded 11-24T06:00", "escalated 11-24T06:00"]);
    expect(await eventOf(world, id, "request.reminded")).toMatchObject({ reminders: 2, asked: ["owen", "olga"] });
  });

  test("is never reminded of after its lapse, however late the sweep", async () => {
    const world = await worldWith({ pending: hours(3) });
    const id = await world.asked();
    await world.sweepUntil(at("2026-11-23T18:00:00Z"));
    expect(await saidOf(world, id)).toEqual([]);
    const late = await worldWith();
    const lapsed = await late.asked();
    late.clock.set(at("2026-11-24T09:00:00Z"));
    await late.sweep();
    expect(await saidOf(late, lapsed)).toEqual([]);
    expect((await late.request(lapsed)).state).toBe("EXPIRED");
  });

  test("is not prompted at its very lapse: a reminder of that moment would be of nothing", async () => {
    const world = await worldWith({ pending: hours(4) });
    const id = await world.asked();
    await world.sweepUntil(at("2026-11-23T13:00:00Z"));
    expect(await saidOf(world, id)).toEqual([]);
  });
});

describe("a reminder against a change at the same moment", () => {
  test("loses to a stage that moved between its read and its commit", async () => {
    const world = await worldWith();
    const id = await world.asked();
    world.clock.set(at("2026-11-23T13:00:00Z"));
    const sweeper = world.held(() => world.act(id));
    await sweeper.until("store.commit");
    expect((await world.decide(id, "owen")).ok).toBe(true);
    await sweeper.run();
    expect(await world.request(id)).toMatchObject({ state: "PENDING", stage: 1 });
    expect(await saidOf(world, id)).toEqual([]);
    await world.sweep();
    expect(await eventOf(world, id, "request.reminded")).toMatchObject({ stage: 1, asked: ["sam", "sue"] });
  });

  test("of two sweeps at once one writes it", async () => {
    const world = await worldWith();
    const id = await world.asked();
    world.clock.set(at("2026-11-23T13:00:00Z"));
    const one = world.held(() => world.act(id));
    await one.until("store.commit");
    await world.act(id);
    await one.run();
    expect(await saidOf(world, id)).toEqual(["reminded 11-23T13:00"]);
  });
});

describe("escalation", () => {
  test("adds those it names to whom the present stage asks, and to no other stage", async () => {
    const world = await worldWith();
    const id = await world.asked();
    await world.sweepUntil(at("2026-11-23T17:00:00Z"));
    const request = await world.request(id);
    expect(await asked(world, request)).toEqual(["owen", "olga", "lea"]);
    const [, second] = request.pin.stages;
    expect(second && peopleInStage(second, request, await companyOf(world))).toEqual(["sam", "sue"]);
    expect(await eventOf(world, id, "request.escalated")).toMatchObject({
      stage: 0,
      to: "target.lead",
      added: ["lea"],
    });
  });

  test("counts silence from when the present stage began to be asked, and comes once in a round", async () => {
    const world = await worldWith();
    const id = await world.asked();
    await world.sweepUntil(at("2026-11-23T16:00:00Z"));
    await world.decide(id, "owen");
    await world.sweepUntil(at("2026-11-23T23:59:00Z"));
    expect(await saidOf(world, id)).toEqual(["reminded 11-23T13:00"]);
    await world.sweepUntil(at("2026-11-24T08:59:00Z"));
    expect(await saidOf(world, id)).toEqual(["reminded 11-23T13:00", "escalated 11-24T00:00", "reminded 11-24T05:00"]);
    expect(await asked(world, await world.request(id))).toEqual(["sam", "sue", "lea"]);
  });

  test("lets who was added decide the stage, once, and the activation takes their word", async () => {
    const world = await worldWith();
    const id = await world.asked({ duration: hours(2) });
    await world.sweepUntil(at("2026-11-23T17:00:00Z"));
    expect((await world.decide(id, "lea")).ok).toBe(true);
    expect(await world.decide(id, "lea")).toMatchObject({ ok: false, error: { why: "not-asked" } });
    expect((await world.decide(id, "sam")).ok).toBe(true);
    await world.act(id);
    expect((await world.request(id)).state).toBe("ACTIVE");
  });

  test("never adds somebody whose word a later stage needs", async () => {
    const world = await worldWith(escalatingTo({ kind: "team", team: "security", part: "members" }), "");
    await world.governance.removePerson("sue");
    const id = await world.asked();
    await world.sweepUntil(at("2026-11-23T17:00:00Z"));
    expect(await asked(world, await world.request(id))).toEqual(["owen", "olga"]);
    expect(await world.decide(id, "sam")).toMatchObject({ ok: false });
    for (const person of ["owen", "sam"]) expect((await world.decide(id, person)).ok, person).toBe(true);
  });

  test.each([
    { because: "it names nobody", to: { kind: "target", part: "lead" }, lead: "", says: "target.lead names nobody" },
    {
      because: "it names the requester only",
      to: { kind: "target", part: "lead" },
      lead: "ana",
      says: "target.lead names nobody else who may decide",
    },
    {
      because: "it names those who are asked already",
      to: { kind: "target", part: "owners" },
      lead: "",
      says: "target.owners names nobody else who may decide",
    },
  ] as const)("changes nobody's rights and says so when $because", async ({ to, lead, says }) => {
    const world = await worldWith(escalatingTo(to), lead);
    const id = await world.asked();
    const before = await asked(world, await world.request(id));
    await world.sweepUntil(at("2026-11-23T18:00:00Z"));
    expect(await eventOf(world, id, "request.escalated")).toMatchObject({ added: [], because: says });
    expect(await asked(world, await world.request(id))).toEqual(before);
    // Whoever comes to be named later is not let in by an escalation that let nobody in.
    await world.governance.setPerson("lou", ["all-data", "orders-leads"]);
    expect(await asked(world, await world.request(id))).toEqual(before);
    expect(await saidOf(world, id)).toEqual(["reminded 11-23T13:00", "escalated 11-23T17:00"]);
  });

  test("never asks the beneficiary, nor somebody who has left since", async () => {
    const world = await worldWith();
    await world.governance.setPerson("lou", ["all-data", "orders-leads"]);
    const id = await world.asked({ beneficiary: personId("lea") });
    await world.sweepUntil(at("2026-11-23T17:00:00Z"));
    expect(await asked(world, await world.request(id))).toEqual(["owen", "olga", "lou"]);
    await world.governance.setPerson("lou", ["all-data", "orders-leads"], { active: false });
    expect(await asked(world, await world.request(id))).toEqual(["owen", "olga"]);
  });
});

describe("a new round", () => {
  test("begins with all its reminders and its escalation, and asks nobody because of the round before", async () => {
    const world = await worldWith();
    const id = await world.asked({ duration: hours(3) });
    await world.sweepUntil(at("2026-11-23T17:30:00Z"));
    const edit = { request: id, revision: await world.revision(id), person: personId("ana") };
    expect((await editRequest({ ...edit, change: { duration: hours(2) } }, world.deps)).ok).toBe(true);
    expect(await asked(world, await world.request(id))).toEqual(["owen", "olga"]);
    await world.sweepUntil(at("2026-11-24T08:59:00Z"));
    // The end to decide never moves: the reminder after 20 h would come after it.
    expect((await saidOf(world, id)).slice(2)).toEqual(["reminded 11-23T21:30", "escalated 11-24T01:30"]);
  });

  test("begins anew too when an approved request is sent back", async () => {
    const world = await worldWith();
    await world.governance.setPerson("fay", ["all-data", "finance-leads"]);
    const id = await world.asked({ duration: hours(4) });
    await world.sweepUntil(at("2026-11-23T17:00:00Z"));
    await world.decide(id, "lea");
    await world.decide(id, "sam");
    await world.governance.setCatalog(stricterCatalog(DOCUMENTS));
    await world.act(id);
    expect(await world.request(id)).toMatchObject({ state: "PENDING", round: 2, reminded: 0 });
    expect(await asked(world, await world.request(id))).toEqual(["owen", "olga"]);
  });

  test("is not begun by a rule without reminders: it waits for its lapse alone", async () => {
    const { remind: _remind, escalate: _escalate, ...silent } = companyPolicy;
    const world = await requestWorld(DOCUMENTS.map((each) => (each === companyPolicy ? silent : each)));
    await world.governance.setPerson("lea", [groupName("orders-leads")]);
    const id = await world.asked();
    await world.sweepUntil(at("2026-11-24T08:59:00Z"));
    expect(await world.revision(id)).toBe(1);
  });
});
