import type { ActionId, FindingId, PersonId } from "#shared/kernel/ids.ts";
import type { EpochMillis } from "#shared/kernel/time.ts";

/** Worst last. */
export const SEVERITIES = ["low", "medium", "high", "critical"] as const;

export type Severity = (typeof SEVERITIES)[number];

/** Two findings are the same one when policy, rule and resource are: however often it is seen, and by whom. */
export type FindingIdentity = {
  readonly policy: string;
  /** Path of the rule within the policy: `tagging.tags.Workload`. */
  readonly rule: string;
  /** ARN of the resource, or `tollgate:<part>` where Tollgate itself is what is wrong. */
  readonly resource: string;
};

/** Where it is, as people know it. `type` is a key of the resource-type table, or `tollgate`. */
export type Whereabouts = {
  readonly type: string;
  readonly name: string;
  readonly account?: string;
  readonly region?: string;
};

/** Whose it is (`team:orders`), and what says so. */
export type Ownership = { readonly owner: string; readonly ownerBecause: string };

/** What will happen, and when if a moment is known. */
export type NextStep = { readonly what: string; readonly at?: EpochMillis };

/** What would put it right; `patch` where the resource is managed as code and Tollgate does not write. */
export type Fix = { readonly from: string; readonly to: string; readonly patch?: string };

/** A write of ours that can be taken back until a moment, and what taking it back cannot restore. */
export type UndoOffer = { readonly action: string; readonly until: EpochMillis; readonly cannot?: string };

/** A person took back what a version of the policy did: that version does not do it again. */
export type Hold = {
  readonly action: string;
  readonly by: PersonId;
  readonly at: EpochMillis;
  readonly policyHash: string;
};

/** One "yes" to the planned change `fix`, which destroys data. A changed fix needs new ones. */
export type FixApproval = {
  readonly stage: number;
  readonly by: PersonId;
  readonly at: EpochMillis;
  readonly fix: string;
};

export type FindingStatus =
  | { readonly state: "OPEN" }
  | { readonly state: "REOPENED" }
  | { readonly state: "ACKNOWLEDGED"; readonly by: PersonId; readonly at: EpochMillis }
  /** Covered by an exemption, which ends: then it is open again. */
  | { readonly state: "SUPPRESSED"; readonly exemption: string; readonly until: EpochMillis }
  | { readonly state: "RESOLVED"; readonly at: EpochMillis; readonly because: Resolution };

/** `read-back`: seen compliant in the account. `gone`: the account says the resource does not exist. */
export type Resolution = "read-back" | "gone" | "out-of-scope" | "over";

export type FindingFacts = FindingIdentity & {
  readonly id: FindingId;
  readonly about: Whereabouts;
  readonly severity: Severity;
  /** One sentence for a person. */
  readonly why: string;
  readonly foundBy: "event" | "sweep";
  /** When it was seen for the first time ever. */
  readonly firstSeen: EpochMillis;
  /** When it was last found anew: equals `firstSeen` until it reopens. Grace runs from here. */
  readonly openSince: EpochMillis;
  /** How often it was open again after having been closed. */
  readonly repeats: number;
  /** The latest reopenings, oldest first, at most five: what flapping is told by. */
  readonly turns: readonly EpochMillis[];
  readonly policyHash: string;
  readonly next?: NextStep;
  readonly fix?: Fix;
  /** The write of ours that is under way: none other is begun until it is known what became of it. */
  readonly writing?: ActionId;
  readonly undo?: UndoOffer;
  readonly hold?: Hold;
  readonly approvals: readonly FixApproval[];
} & Ownership;

/** Something that is not as a policy wants it, from the first sight of it to its end, and again. */
export type Finding = FindingFacts & FindingStatus;

export type FindingState = Finding["state"];

/** Whether something still is to be done about it. A suppressed finding is not: an exemption covers it. */
export const isOpen = ({ state }: { readonly state: FindingState }): boolean =>
  state === "OPEN" || state === "REOPENED" || state === "ACKNOWLEDGED";

export const rankOf = (severity: Severity): number => SEVERITIES.indexOf(severity);
