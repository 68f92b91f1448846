import type {
  Finding,
  FindingFacts,
  FindingIdentity,
  FindingStatus,
  Fix,
  NextStep,
  Ownership,
  Resolution,
  Severity,
  UndoOffer,
  Whereabouts,
} from "#shared/findings/finding.ts";
import type { ActionId, FindingId, PersonId } from "#shared/kernel/ids.ts";
import { canonicalJson, type JsonObject } from "#shared/kernel/json.ts";
import { type EpochMillis, hours, since } from "#shared/kernel/time.ts";
import type { NewEvent } from "#shared/storage/event.ts";

/** What was seen just now. It says nothing of before: {@link seen} joins the two. */
export type Sighting = FindingIdentity &
  Ownership & {
    readonly id: FindingId;
    readonly about: Whereabouts;
    readonly severity: Severity;
    readonly why: string;
    readonly foundBy: Finding["foundBy"];
    readonly policyHash: string;
    readonly exempted?: { readonly exemption: string; readonly until: EpochMillis };
    readonly fix?: Fix;
  };

/** The next state of a finding and the event that says so. */
export type FindingChange = { readonly finding: Finding; readonly event: Omit<NewEvent, "by"> };

const TURNS_KEPT = 5;

/**
 * The finding after it was seen, or undefined when that is no news.
 *
 * A closed one is REOPENED with one repeat more and a new `openSince`, so that its grace starts anew:
 * data must not be destroyed at once because something similar was wrong last year. One whose
 * exemption has ended is reopened likewise. An acknowledgement stays until the finding is closed.
 */
export function seen(before: Finding | undefined, sighting: Sighting, now: EpochMillis): FindingChange | undefined {
  if (before === undefined) return opened(sighting, now);
  const facts = factsAfter(before, sighting, now);
  const status = statusAfter(before, sighting.exempted);
  const finding: Finding = { ...facts, ...status };
  if (sameFinding(before, finding)) return undefined;
  return { finding, event: told(eventOf(before, finding), finding) };
}

/** The finding after what was wrong is seen to be so no longer, or undefined when it was closed already. */
export function cleared(before: Finding, because: Resolution, now: EpochMillis): FindingChange | undefined {
  if (before.state === "RESOLVED") return undefined;
  const { next: _next, writing: _writing, ...facts } = factsOf(before);
  const finding: Finding = { ...facts, approvals: [], state: "RESOLVED", at: now, because };
  return { finding, event: told("finding.resolved", finding, { because }) };
}

/** Somebody has it in hand. Undefined when it already is so, or is not open. */
export function acknowledged(before: Finding, by: PersonId, now: EpochMillis): FindingChange | undefined {
  if (before.state !== "OPEN" && before.state !== "REOPENED") return undefined;
  const finding: Finding = { ...factsOf(before), state: "ACKNOWLEDGED", by, at: now };
  return { finding, event: told("finding.acknowledged", finding) };
}

export type Step = {
  readonly next?: NextStep;
  readonly undo?: UndoOffer;
  /** The write that is under way from now on, or that none is; as before where absent. */
  readonly writing?: ActionId | "none";
};

/** The finding with what will happen next, or undefined when that is what it said before. */
export function announced(before: Finding, step: Step): FindingChange | undefined {
  const { next: _next, undo: _undo, writing: _writing, ...rest } = before;
  const undo = step.undo ?? before.undo;
  const writing = step.writing ?? before.writing ?? "none";
  const finding: Finding = {
    ...rest,
    ...(step.next === undefined ? {} : { next: step.next }),
    ...(writing === "none" ? {} : { writing }),
    ...(undo === undefined ? {} : { undo }),
  };
  return sameFinding(before, finding) ? undefined : { finding, event: told("finding.changed", finding) };
}

/**
 * Whether a finding opens and closes so often that its turns are no news: three reopenings within 24
 * hours. Such a finding is told of in digests only.
 */
export function isFlapping({ turns }: { readonly turns: readonly EpochMillis[] }, now: EpochMillis): boolean {
  return turns.filter((turn) => since(turn, now) < hours(24)).length >= 3;
}

/** A finding without what is true in its present state only. */
export function factsOf(finding: Finding): FindingFacts {
  switch (finding.state) {
    case "OPEN":
    case "REOPENED": {
      const { state: _state, ...facts } = finding;
      return facts;
    }
    case "ACKNOWLEDGED": {
      const { state: _state, by: _by, at: _at, ...facts } = finding;
      return facts;
    }
    case "SUPPRESSED": {
      const { state: _state, exemption: _exemption, until: _until, ...facts } = finding;
      return facts;
    }
    case "RESOLVED": {
      const { state: _state, at: _at, because: _because, ...facts } = finding;
      return facts;
    }
  }
}

export const told = (type: string, finding: Finding, more: JsonObject = {}): FindingChange["event"] => ({
  type,
  data: {
    policy: finding.policy,
    rule: finding.rule,
    resource: finding.resource,
    state: finding.state,
    severity: finding.severity,
    owner: finding.owner,
    repeats: finding.repeats,
    ...more,
  },
});

function opened(sighting: Sighting, now: EpochMillis): FindingChange {
  const { exempted, ...seenNow } = sighting;
  const status: FindingStatus = exempted === undefined ? { state: "OPEN" } : { state: "SUPPRESSED", ...exempted };
  const finding: Finding = {
    ...seenNow,
    firstSeen: now,
    openSince: now,
    repeats: 0,
    turns: [],
    approvals: [],
    ...status,
  };
  return { finding, event: told(exempted === undefined ? "finding.opened" : "finding.suppressed", finding) };
}

function factsAfter(before: Finding, sighting: Sighting, now: EpochMillis): FindingFacts {
  const { exempted, fix, ...seenNow } = sighting;
  const { fix: _fix, hold, ...kept } = factsOf(before);
  const turned = reopens(before, exempted);
  return {
    ...kept,
    ...seenNow,
    foundBy: turned ? sighting.foundBy : before.foundBy,
    ...(fix === undefined ? {} : { fix }),
    ...(hold === undefined || hold.policyHash !== sighting.policyHash ? {} : { hold }),
    approvals: fix === undefined ? [] : kept.approvals.filter((each) => each.fix === fixText(fix)),
    ...(turned
      ? { openSince: now, repeats: before.repeats + 1, turns: [...before.turns, now].slice(-TURNS_KEPT) }
      : {}),
  };
}

/** The planned change as approvals name it. */
export const fixText = (fix: Fix): string => `${fix.from} → ${fix.to}`;

const reopens = (before: Finding, exempted: Sighting["exempted"]): boolean =>
  exempted === undefined && (before.state === "RESOLVED" || before.state === "SUPPRESSED");

function statusAfter(before: Finding, exempted: Sighting["exempted"]): FindingStatus {
  if (exempted !== undefined) return { state: "SUPPRESSED", ...exempted };
  if (reopens(before, exempted)) return { state: "REOPENED" };
  return before.state === "ACKNOWLEDGED"
    ? { state: "ACKNOWLEDGED", by: before.by, at: before.at }
    : { state: before.state === "REOPENED" ? "REOPENED" : "OPEN" };
}

function eventOf(before: Finding, after: Finding): string {
  if (after.state === "SUPPRESSED") return before.state === "SUPPRESSED" ? "finding.changed" : "finding.suppressed";
  return after.repeats > before.repeats ? "finding.reopened" : "finding.changed";
}

const sameFinding = (left: Finding, right: Finding): boolean => canonicalJson(left) === canonicalJson(right);
