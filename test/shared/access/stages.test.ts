import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PendingRequest, PinnedStage } from "#shared/access/access-request.ts";
import { notTaken, takeWord } from "#shared/access/request-decide.ts";
import { askedNow, type Company, canBeDecided, leavesEnough, peopleInStage } from "#shared/access/stages.ts";
import { peopleFrom } from "#shared/catalog/people.ts";
import { groupName, type PersonId, personId } from "#shared/kernel/ids.ts";
import { runningRequest, START } from "#test/support/access/grant-world.ts";
import { at } from "#test/support/access/moment.ts";
import { DOCUMENTS } from "#test/support/access/request-world.ts";
import { catalogOf } from "#test/support/catalog/resolved.ts";

const GROUPS = ["g0", "g1", "g2"];
const PEOPLE = ["ana", "p1", "p2", "p3", "p4"];
const catalog = catalogOf(DOCUMENTS);

const companies = fc
  .array(fc.subarray(GROUPS), { minLength: PEOPLE.length, maxLength: PEOPLE.length })
  .map((groups): Company => {
    const persons = PEOPLE.map((id, index) => ({
      id: personId(id),
      name: id,
      groups: (groups[index] ?? []).map(groupName),
      active: true,
    }));
    return { catalog, people: peopleFrom(persons), authors: new Map() };
  });

const who = fc.constantFrom(...GROUPS).map((group) => ({ kind: "group", group: groupName(group) }) as const);
const stages = fc
  .array(
    fc.record({
      need: fc.constantFrom<PinnedStage["need"]>(1, 2, "each"),
      of: fc.array(who, { minLength: 1, maxLength: 2 }),
      item: fc.constant(0),
      escalated: fc.option(fc.record({ at: fc.constant(START), to: who, widens: fc.boolean() })),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((pinned) =>
    pinned.map(({ escalated, ...stage }): PinnedStage => (escalated === null ? stage : { ...stage, escalated })),
  );

function pendingWith(pinned: readonly PinnedStage[]): PendingRequest {
  const { id, requester, beneficiary, items, duration, justification, submittedAt } = runningRequest(1);
  return {
    id,
    requester,
    beneficiary,
    items,
    duration,
    justification,
    submittedAt,
    effect: { sentence: "", short: "" },
    checks: [],
    round: 1,
    pin: { catalog: 1, items: [], stages: pinned },
    decisions: [],
    pendingUntil: at("2026-11-24T09:00:00Z"),
    state: "PENDING",
    stage: 0,
    roundAt: START,
    askedAt: START,
    reminded: 0,
    nextActionAt: at("2026-11-24T09:00:00Z"),
  };
}

const yes = (person: PersonId) => ({ person, outcome: "approve" as const, note: "", at: START, revision: 1 });

/** Whether some order of words from different people approves it, by trying them all. */
function canBeApproved(request: PendingRequest, company: Company): boolean {
  return PEOPLE.map(personId).some((person) => {
    const stage = request.pin.stages[request.stage];
    const spent = request.decisions.some((each) => each.person === person);
    if (stage === undefined || spent || !peopleInStage(stage, request, company).includes(person)) return false;
    const taken = takeWord(request, yes(person), company);
    if (!taken.ok) return false;
    return taken.value.value.state !== "PENDING" || canBeApproved(taken.value.value, company);
  });
}

/** Where it ends when each time one of those who are asked says yes. */
function walked(request: PendingRequest, company: Company, [choice = 0, ...choices]: readonly number[]): string {
  const asked = askedNow(request, company);
  const person = asked[choice % asked.length];
  if (person === undefined) return "nobody is asked";
  if (person === "ana") return "its own requester is asked";
  const taken = takeWord(request, yes(person), company);
  if (!taken.ok) return `asked, and not taken: ${taken.error}`;
  const { value } = taken.value;
  return value.state === "PENDING" && choices.length > 0 ? walked(value, company, choices) : value.state;
}

const without = ({ escalated: _none, ...stage }: PinnedStage): PinnedStage => stage;

describe("who may decide", () => {
  test("an escalation takes nobody's word away: what could be decided still can, by those who were asked and more", () => {
    fc.assert(
      fc.property(companies, stages, (company, pinned) => {
        const before = pendingWith(pinned.map(without));
        const after = pendingWith(pinned);
        if (canBeDecided(before, company)) expect(canBeDecided(after, company)).toBe(true);
        expect(askedNow(after, company)).toEqual(expect.arrayContaining([...askedNow(before, company)]));
        expect(askedNow(after, company)).not.toContain("ana");
        for (const [place, stage] of pinned.entries())
          if (stage.escalated?.widens !== true)
            expect(peopleInStage(stage, after, company)).toEqual(
              peopleInStage(before.pin.stages[place] ?? stage, before, company),
            );
      }),
      { numRuns: 150 },
    );
  });

  test("a request is accepted exactly when some order of words approves it", () => {
    fc.assert(
      fc.property(companies, stages, (company, pinned) => {
        const request = pendingWith(pinned);
        expect(canBeDecided(request, company)).toBe(canBeApproved(request, company));
      }),
      { numRuns: 150 },
    );
  });

  test("whoever is asked may say yes, and never leads into a dead end", () => {
    const picks = fc.array(fc.nat(), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(companies, stages, picks, (company, pinned, choices) => {
        const request = pendingWith(pinned);
        if (canBeDecided(request, company)) expect(walked(request, company, choices)).toBe("APPROVED");
      }),
      { numRuns: 150 },
    );
  });

  test("who is not asked is not taken, with a reason", () => {
    fc.assert(
      fc.property(companies, stages, (company, pinned) => {
        const request = pendingWith(pinned);
        const asked = askedNow(request, company);
        for (const person of PEOPLE.map(personId)) {
          expect(notTaken(request, yes(person), company) === undefined).toBe(asked.includes(person));
          if (asked.includes(person)) expect(leavesEnough(request, person, company)).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });
});
