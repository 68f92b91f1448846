import { describe, expect, test } from "vitest";
import type { Finding, FindingState } from "#shared/findings/finding.ts";
import { acknowledged, cleared, factsOf, seen } from "#shared/findings/finding-change.ts";
import { personId } from "#shared/kernel/ids.ts";
import { at, findingOf, sightingOf } from "#test/support/findings.ts";

const MONDAY = at("2026-11-23T08:00:00Z");
const TUESDAY = at("2026-11-24T08:00:00Z");
const WEDNESDAY = at("2026-11-25T08:00:00Z");
const exempted = { exemption: "E-1", until: at("2027-01-01T00:00:00Z") };
const sanna = personId("sanna");

const IN: { readonly [state in FindingState]: Finding } = {
  OPEN: findingOf({}, MONDAY),
  REOPENED: { ...findingOf({}, MONDAY), state: "REOPENED", repeats: 1, turns: [MONDAY] },
  ACKNOWLEDGED: { ...findingOf({}, MONDAY), state: "ACKNOWLEDGED", by: sanna, at: MONDAY },
  SUPPRESSED: { ...findingOf({}, MONDAY), state: "SUPPRESSED", ...exempted },
  RESOLVED: { ...findingOf({}, MONDAY), state: "RESOLVED", at: MONDAY, because: "read-back" },
};

const STEPS = {
  seen: (finding: Finding) => seen(finding, sightingOf(), TUESDAY),
  exempted: (finding: Finding) => seen(finding, sightingOf({ exempted }), TUESDAY),
  cleared: (finding: Finding) => cleared(finding, "gone", TUESDAY),
  acknowledged: (finding: Finding) => acknowledged(finding, sanna, TUESDAY),
};

type Row = {
  readonly from: FindingState;
  readonly step: keyof typeof STEPS;
  /** State and event; undefined: it is no news. */
  readonly to?: readonly [FindingState, string];
  readonly because: string;
};

const ROWS: readonly Row[] = [
  { from: "OPEN", step: "seen", because: "it was open already" },
  { from: "OPEN", step: "exempted", to: ["SUPPRESSED", "finding.suppressed"], because: "an exemption covers it now" },
  { from: "OPEN", step: "cleared", to: ["RESOLVED", "finding.resolved"], because: "the resource is gone" },
  { from: "OPEN", step: "acknowledged", to: ["ACKNOWLEDGED", "finding.acknowledged"], because: "somebody has it" },
  { from: "REOPENED", step: "seen", because: "it was open again already" },
  { from: "REOPENED", step: "exempted", to: ["SUPPRESSED", "finding.suppressed"], because: "covered now" },
  { from: "REOPENED", step: "cleared", to: ["RESOLVED", "finding.resolved"], because: "gone" },
  { from: "REOPENED", step: "acknowledged", to: ["ACKNOWLEDGED", "finding.acknowledged"], because: "in hand again" },
  { from: "ACKNOWLEDGED", step: "seen", because: "that it still is so is known" },
  { from: "ACKNOWLEDGED", step: "exempted", to: ["SUPPRESSED", "finding.suppressed"], because: "covered now" },
  { from: "ACKNOWLEDGED", step: "cleared", to: ["RESOLVED", "finding.resolved"], because: "gone" },
  { from: "ACKNOWLEDGED", step: "acknowledged", because: "the first who took it has it" },
  { from: "SUPPRESSED", step: "seen", to: ["REOPENED", "finding.reopened"], because: "the exemption is over" },
  { from: "SUPPRESSED", step: "exempted", because: "it was covered already" },
  { from: "SUPPRESSED", step: "cleared", to: ["RESOLVED", "finding.resolved"], because: "gone, covered or not" },
  { from: "SUPPRESSED", step: "acknowledged", because: "nothing is to be done about it" },
  { from: "RESOLVED", step: "seen", to: ["REOPENED", "finding.reopened"], because: "it came back" },
  { from: "RESOLVED", step: "exempted", to: ["SUPPRESSED", "finding.suppressed"], because: "it came back, covered" },
  { from: "RESOLVED", step: "cleared", because: "it was over already" },
  { from: "RESOLVED", step: "acknowledged", because: "nothing is to be done about it" },
];

describe("the states of a finding", () => {
  test.each(ROWS)("$from, $step: $to ($because)", ({ from, step, to }) => {
    const change = STEPS[step](IN[from]);
    expect(change === undefined ? undefined : [change.finding.state, change.event.type]).toEqual(to);
    expect(change?.event.data["state"]).toBe(to?.[0]);
  });

  test("every state meets every step in the table", () => {
    const pairs = ROWS.map(({ from, step }) => `${from} ${step}`);
    expect(new Set(pairs).size).toBe(Object.keys(IN).length * Object.keys(STEPS).length);
  });

  test("the facts of a finding hold nothing of its state, whichever it is in", () => {
    const facts = factsOf(IN.OPEN);
    for (const state of ["ACKNOWLEDGED", "SUPPRESSED", "RESOLVED"] as const) expect(factsOf(IN[state])).toEqual(facts);
  });

  test("an exemption that is prolonged is news, not another suppression", () => {
    const longer = { ...exempted, until: at("2027-06-01T00:00:00Z") };
    const change = seen(IN.SUPPRESSED, sightingOf({ exempted: longer }), TUESDAY);
    expect(change).toMatchObject({ finding: { state: "SUPPRESSED", ...longer }, event: { type: "finding.changed" } });
  });

  test("coming back counts on, forgets the approvals given before, and keeps the last five turns", () => {
    let finding: Finding = { ...IN.OPEN, approvals: [{ stage: 0, by: sanna, at: MONDAY, fix: "a → b" }] };
    for (let turn = 0; turn < 7; turn += 1) {
      const closed = cleared(finding, "read-back", TUESDAY)?.finding ?? finding;
      expect(closed.approvals).toEqual([]);
      finding = seen(closed, sightingOf(), WEDNESDAY)?.finding ?? closed;
    }
    expect(finding).toMatchObject({ repeats: 7, firstSeen: MONDAY, openSince: WEDNESDAY });
    expect(finding.turns).toHaveLength(5);
  });
});
