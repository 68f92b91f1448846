import { describe, expect, test } from "vitest";
import { personId } from "#shared/kernel/ids.ts";
import { approveFix } from "#shared/policy/enforce/approve-fix.ts";
import { governResource } from "#shared/policy/enforce/govern-resource.ts";
import { resumeDue } from "#shared/policy/enforce/resume-due.ts";
import {
  closedFindings,
  enforcement,
  hintOf,
  LOG_RETENTION,
  openFindings,
  promoted,
  verdictsOf,
} from "#test/support/enforcement.ts";
import { at } from "#test/support/findings.ts";
import { logGroupOf, put, scriptedCloud } from "#test/support/scripted-cloud.ts";

const noor = personId("noor");
const long = logGroupOf("/long", 400, { tags: { Workload: "orders-etl" } });

const noFault = (what: string, fault: unknown): void => {
  throw new Error(`${what} failed`, { cause: fault });
};

async function found() {
  const deps = enforcement(scriptedCloud(long));
  await promoted(deps, LOG_RETENTION);
  await governResource(hintOf(long), deps);
  const [finding] = await openFindings(deps);
  const days = () => deps.cloud.resources.get(long.arn)?.retention["logs.retention"];
  return { deps, id: finding?.id ?? "", days };
}

describe("a change that destroys data", () => {
  test("is written when the grace is over and somebody agreed, whichever comes last", async () => {
    const { deps, id, days } = await found();
    await approveFix({ id, by: noor }, deps);
    await resumeDue(deps, noFault);
    expect(days()).toBe(400);
    expect((await openFindings(deps))[0]?.next).toEqual({
      what: "Written when its grace is over",
      at: at("2026-12-07T08:00:00Z"),
    });
    deps.clock.set(at("2026-12-07T07:59:59Z"));
    await resumeDue(deps, noFault);
    expect(days()).toBe(400);
    deps.clock.set(at("2026-12-07T08:00:00Z"));
    await resumeDue(deps, noFault);
    expect(days()).toBe(90);
    expect(await closedFindings(deps)).toMatchObject([{ because: "read-back" }]);
    const late = await found();
    late.deps.clock.set(at("2026-12-20T08:00:00Z"));
    await resumeDue(late.deps, noFault);
    expect((await openFindings(late.deps))[0]?.next).toEqual({ what: "Written when approved by team:security" });
    await approveFix({ id: late.id, by: noor }, late.deps);
    await resumeDue(late.deps, noFault);
    expect(late.days()).toBe(90);
  });

  test("is not written by time alone", async () => {
    const { deps, days } = await found();
    deps.clock.set(at("2027-11-23T08:00:00Z"));
    await resumeDue(deps, noFault);
    await governResource(hintOf(long), deps);
    expect(days()).toBe(400);
  });

  test("a yes counts for that very change: another value needs another", async () => {
    const { deps, id, days } = await found();
    await approveFix({ id, by: noor }, deps);
    put(deps.cloud.resources, long.arn, { set: "retention", control: "logs.retention", days: 300 });
    deps.clock.set(at("2026-12-20T08:00:00Z"));
    await resumeDue(deps, noFault);
    expect(days()).toBe(300);
    expect((await openFindings(deps))[0]).toMatchObject({
      approvals: [],
      next: { what: "Written when approved by team:security" },
    });
  });

  test("a yes of somebody who has left the group since does not count any more", async () => {
    const { deps, id, days } = await found();
    await approveFix({ id, by: noor }, deps);
    deps.set({ stages: [{ text: "team:security", need: 1, people: new Set([personId("otto")]) }] });
    deps.clock.set(at("2026-12-20T08:00:00Z"));
    await resumeDue(deps, noFault);
    expect(days()).toBe(400);
  });

  test.each([
    { because: "two stages want two people", stages: 2, need: 1, says: [noor], written: false },
    { because: "and have two", stages: 2, need: 1, says: [noor, personId("otto")], written: true },
    { because: "a stage of two has one", stages: 1, need: 2, says: [noor], written: false },
    { because: "a stage of two has two", stages: 1, need: 2, says: [noor, personId("otto")], written: true },
  ])("written: $written, since $because", async ({ stages, need, says, written }) => {
    const { deps, id, days } = await found();
    const people = new Set([noor, personId("otto")]);
    deps.set({ stages: Array.from({ length: stages }, (_, index) => ({ text: `stage ${index + 1}`, need, people })) });
    for (const by of says) await approveFix({ id, by }, deps);
    for (const by of says) await approveFix({ id, by }, deps);
    deps.clock.set(at("2026-12-20T08:00:00Z"));
    await resumeDue(deps, noFault);
    expect(days()).toBe(written ? 90 : 400);
  });

  test("is never written while its stage is empty: an empty approver set agrees to nothing", async () => {
    const { deps, id, days } = await found();
    deps.set({ stages: [{ text: "team:security", need: 1, people: new Set<never>() }] });
    expect(await approveFix({ id, by: noor }, deps)).toEqual({
      ok: false,
      error: { kind: "not-an-approver", needs: ["team:security"] },
    });
    deps.clock.set(at("2026-12-20T08:00:00Z"));
    await resumeDue(deps, noFault);
    expect(days()).toBe(400);
  });

  test.each([{ because: "there is no such finding", id: "F-000000000000", error: { kind: "no-such-finding" } }])(
    "cannot be agreed to: $because",
    async ({ id, error }) => {
      const { deps } = await found();
      expect(await approveFix({ id, by: noor }, deps)).toEqual({ ok: false, error });
    },
  );

  test("cannot be agreed to while the resource cannot be read, or once nothing is planned", async () => {
    const { deps, id } = await found();
    deps.cloud.onRead = () => ({ kind: "unreadable", code: "AccessDenied", message: "no" });
    expect(await approveFix({ id, by: noor }, deps)).toEqual({ ok: false, error: { kind: "unreadable" } });
    deps.cloud.onRead = (_ref, state) => state;
    deps.set({
      judge: (state) =>
        verdictsOf(state).map((each) => (each.is === "violating" ? { ...each, plannedChanges: [] } : each)),
    });
    expect(await approveFix({ id, by: noor }, deps)).toEqual({ ok: false, error: { kind: "nothing-to-approve" } });
  });
});
