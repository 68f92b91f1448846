import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Finding } from "#shared/findings/finding.ts";
import { acknowledged, announced, cleared, fixText, isFlapping, seen } from "#shared/findings/finding-change.ts";
import { personId } from "#shared/kernel/ids.ts";
import { type EpochMillis, epochMillis } from "#shared/kernel/time.ts";
import { at, findingOf, sightingOf } from "#test/support/findings.ts";

const MONDAY = at("2026-11-23T08:00:00Z");
const TUESDAY = at("2026-11-24T08:00:00Z");
const exempted = { exemption: "payments-audit-trail", until: at("2027-01-01T00:00:00Z") };
const sanna = personId("sanna");

const findingAfter = (change: { readonly finding: Finding } | undefined): Finding => {
  if (change === undefined) throw new Error("nothing changed");
  return change.finding;
};

describe("a finding that is seen", () => {
  test("opens with the moment it was first seen, and says so once", () => {
    const change = seen(undefined, sightingOf(), MONDAY);
    expect(change).toMatchObject({
      finding: { state: "OPEN", firstSeen: MONDAY, openSince: MONDAY, repeats: 0, owner: "team:orders" },
      event: { type: "finding.opened" },
    });
    expect(seen(findingAfter(change), sightingOf(), TUESDAY)).toBeUndefined();
  });

  test("reopens with one repeat more, its first sight kept and its grace begun anew", () => {
    const closed = findingAfter(cleared(findingOf({}, MONDAY), "read-back", MONDAY));
    expect(seen(closed, sightingOf({ foundBy: "sweep" }), TUESDAY)).toMatchObject({
      finding: { state: "REOPENED", firstSeen: MONDAY, openSince: TUESDAY, repeats: 1, foundBy: "sweep" },
      event: { type: "finding.reopened" },
    });
  });

  test("is suppressed while an exemption covers it, and open again when that ends", () => {
    const covered = findingAfter(seen(findingOf({}, MONDAY), sightingOf({ exempted }), MONDAY));
    expect(covered).toMatchObject({ state: "SUPPRESSED", ...exempted });
    expect(seen(covered, sightingOf(), TUESDAY)).toMatchObject({
      finding: { state: "REOPENED", repeats: 1, openSince: TUESDAY },
      event: { type: "finding.reopened" },
    });
  });

  test("is suppressed from the start where an exemption was there before it", () => {
    expect(seen(undefined, sightingOf({ exempted }), MONDAY)).toMatchObject({
      finding: { state: "SUPPRESSED" },
      event: { type: "finding.suppressed" },
    });
  });

  test("stays acknowledged when it is seen again", () => {
    const taken = findingAfter(acknowledged(findingOf(), sanna, MONDAY));
    expect(seen(taken, sightingOf(), TUESDAY)).toBeUndefined();
    expect(findingAfter(seen(taken, sightingOf({ severity: "critical" }), TUESDAY)).state).toBe("ACKNOWLEDGED");
  });

  test("loses the approvals of a planned change that is no longer the planned one", () => {
    const fix = { from: "logs.retention: 400 days", to: "logs.retention: 30 days" };
    const approval = { stage: 0, by: sanna, at: MONDAY, fix: fixText(fix) };
    const approved: Finding = { ...findingOf({ fix }), approvals: [approval] };
    expect(seen(approved, sightingOf({ fix }), TUESDAY)).toBeUndefined();
    const other = { ...fix, to: "logs.retention: 7 days" };
    expect(findingAfter(seen(approved, sightingOf({ fix: other }), TUESDAY)).approvals).toEqual([]);
  });

  test("keeps a hold for the version of the policy whose write was taken back, and no longer", () => {
    const hold = { action: "A-1", by: sanna, at: MONDAY, policyHash: "hash-1" };
    const held: Finding = { ...findingOf(), hold };
    expect(seen(held, sightingOf(), TUESDAY)).toBeUndefined();
    expect(findingAfter(seen(held, sightingOf({ policyHash: "hash-2" }), TUESDAY)).hold).toBeUndefined();
  });
});

describe("a finding that is over", () => {
  test("is resolved once, and says nothing of what would happen next", () => {
    const waiting = findingAfter(announced(findingOf(), { next: { what: "Written", at: TUESDAY } }));
    const closed = findingAfter(cleared(waiting, "read-back", TUESDAY));
    expect(closed).toMatchObject({ state: "RESOLVED", at: TUESDAY, because: "read-back" });
    expect(closed.next).toBeUndefined();
    expect(cleared(closed, "read-back", TUESDAY)).toBeUndefined();
  });

  test("cannot be acknowledged", () => {
    const closed = findingAfter(cleared(findingOf(), "gone", TUESDAY));
    expect(acknowledged(closed, sanna, TUESDAY)).toBeUndefined();
  });
});

test.each<{ because: string; turns: readonly string[]; flaps: boolean }>([
  { because: "it never came back", turns: [], flaps: false },
  { because: "twice in a day happens", turns: ["2026-11-24T07:00:00Z", "2026-11-24T07:30:00Z"], flaps: false },
  {
    because: "three times in a day is a fight",
    turns: ["2026-11-23T08:00:01Z", "2026-11-24T07:00:00Z", "2026-11-24T07:30:00Z"],
    flaps: true,
  },
  {
    because: "the first of the three was exactly a day ago",
    turns: ["2026-11-23T08:00:00Z", "2026-11-24T07:00:00Z", "2026-11-24T07:30:00Z"],
    flaps: false,
  },
])("flapping is $flaps: $because", ({ turns, flaps }) => {
  expect(isFlapping({ turns: turns.map(at) }, TUESDAY)).toBe(flaps);
});

type Step = "seen" | "exempted" | "cleared" | "acknowledged";

function step(finding: Finding | undefined, what: Step, now: EpochMillis): Finding | undefined {
  if (what === "seen") return seen(finding, sightingOf(), now)?.finding ?? finding;
  if (what === "exempted") return seen(finding, sightingOf({ exempted }), now)?.finding ?? finding;
  if (finding === undefined) return undefined;
  if (what === "cleared") return cleared(finding, "read-back", now)?.finding ?? finding;
  return acknowledged(finding, sanna, now)?.finding ?? finding;
}

test("whatever happens to a finding: doing it twice is doing it once, and its first sight never moves", () => {
  const steps = fc.array(fc.constantFrom<Step>("seen", "exempted", "cleared", "acknowledged"), { maxLength: 12 });
  fc.assert(
    fc.property(steps, (journey) => {
      let finding: Finding | undefined;
      let repeats = 0;
      journey.forEach((what, index) => {
        const now = epochMillis(MONDAY + index * 1_000);
        finding = step(finding, what, now);
        expect(step(finding, what, now)).toEqual(finding);
        expect(finding?.repeats ?? 0).toBeGreaterThanOrEqual(repeats);
        repeats = finding?.repeats ?? 0;
        if (finding !== undefined) expect(finding.openSince).toBeGreaterThanOrEqual(finding.firstSeen);
      });
    }),
    { numRuns: 200 },
  );
});
