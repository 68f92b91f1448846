import type { Decided } from "#shared/catalog/decision.ts";
import type { Stage } from "#shared/catalog/documents/who.ts";
import type { Escalation } from "#shared/catalog/silence.ts";
import type { AccountNumber, GrantId, PersonId, RequestId } from "#shared/kernel/ids.ts";
import { type EpochMillis, latest, type Millis } from "#shared/kernel/time.ts";

/** One thing asked for: a template on a dataset in one account. */
export type Item = {
  readonly dataset: string;
  /** The id of the Account document. */
  readonly account: string;
  readonly accountNumber: AccountNumber;
  readonly environment: string;
  readonly template: string;
  /** As given; what was not given has the template's default when it is compiled. */
  readonly parameters: { readonly [name: string]: string };
};

/** More than this fits no transaction with its grants and events. */
export const MOST_ITEMS = 25;

/** A stage as pinned, and the item whose owners, team and lead its `target` means. */
export type PinnedStage = Stage & { readonly item: number; readonly escalated?: Escalation };

/** The decision rights of a round, as they stood when it began; what silence added to them is in its stage. */
export type Pin = {
  /** Revision of the catalogue that was asked. */
  readonly catalog: number;
  /** What the catalogue decided, per item. */
  readonly items: readonly Decided[];
  /** In order; empty is by rule, which a rule says in a word. */
  readonly stages: readonly PinnedStage[];
};

export type Outcome = "approve" | "reject";

/** How a decision may narrow what is asked: a shorter time, only the items at these places. Never more. */
export type Limits = { readonly duration?: Millis; readonly items?: readonly number[] };

/** What will be true for whom: as a sentence, and without the person for lists. */
export type Effect = { readonly sentence: string; readonly short: string };

/** One person's word. Kept for ever; counts in its own round only. */
export type Decision = {
  readonly person: PersonId;
  readonly outcome: Outcome;
  readonly note: string;
  readonly stage: number;
  readonly round: number;
  readonly at: EpochMillis;
  /** The revision the person looked at. */
  readonly revision: number;
  /** Absent: as it was asked. */
  readonly limits?: Limits;
};

/** A guardrail and what it found. */
export type Guardrail = {
  readonly check: string;
  readonly result: "pass" | "fail" | "warn";
  readonly because: string;
};

export type RequestTerms = {
  readonly id: RequestId;
  readonly requester: PersonId;
  readonly beneficiary: PersonId;
  readonly items: readonly Item[];
  /** Places of items that a decision took out: they are kept to be seen, and never granted. */
  readonly dropped?: readonly number[];
  readonly duration: Millis;
  /** Not before this moment; absent: as soon as approved. */
  readonly startsAt?: EpochMillis;
  readonly justification: string;
  readonly ticket?: string;
  readonly submittedAt: EpochMillis;
  /** A child request: moves the end of another's grants to this moment. */
  readonly extends?: { readonly request: RequestId; readonly until: EpochMillis };
  /** The effect in plain words, as it was shown to those who decide. */
  readonly effect: Effect;
  readonly checks: readonly Guardrail[];
  /** 1 at first; going back to PENDING begins the next. */
  readonly round: number;
  readonly pin: Pin;
  /** Of all rounds. */
  readonly decisions: readonly Decision[];
  /** Absolute; whatever goes back to PENDING never moves it. */
  readonly pendingUntil: EpochMillis;
};

export type PendingRequest = RequestTerms & {
  readonly state: "PENDING";
  /** Place in the pinned stages, from 0. */
  readonly stage: number;
  /** When the present round began, and when its present stage began to be asked. */
  readonly roundAt: EpochMillis;
  readonly askedAt: EpochMillis;
  /** So many of the round's reminders are behind it. */
  readonly reminded: number;
  /** Set when it had been approved once: it never restarts. */
  readonly approvedUntil?: EpochMillis;
  readonly nextActionAt: EpochMillis;
};

type ApprovedTerms = RequestTerms & { readonly approvedAt: EpochMillis; readonly approvedUntil: EpochMillis };

export type ApprovedRequest = ApprovedTerms & {
  readonly state: "APPROVED" | "SCHEDULED";
  readonly nextActionAt: EpochMillis;
};

type StartedTerms = ApprovedTerms & { readonly activatingAt: EpochMillis; readonly grants: readonly GrantId[] };

/** Grants exist. */
export type RunningRequest = StartedTerms & {
  readonly state: "ACTIVATING" | "ACTIVE" | "PARTIAL";
  readonly nextActionAt: EpochMillis;
};

export type RequestEnd = "revoked" | "given-back" | "off-boarded";

export type RevokingRequest = StartedTerms & {
  readonly state: "REVOKING";
  readonly reason: RequestEnd;
  readonly by: string;
  readonly nextActionAt: EpochMillis;
};

/** Over after grants existed. */
export type FinishedRequest = StartedTerms & {
  readonly state: "ENDED" | "REVOKED" | "FAILED";
  readonly endedAt: EpochMillis;
  readonly because: string;
};

/** Over before any grant existed; APPLIED is an approved extension that has moved the end. */
export type ClosedRequest = RequestTerms & {
  readonly state: "REJECTED" | "CANCELLED" | "EXPIRED" | "BLOCKED" | "APPLIED";
  readonly endedAt: EpochMillis;
  readonly because: string;
};

export type OpenRequest = PendingRequest | ApprovedRequest | RunningRequest | RevokingRequest;
export type OverRequest = FinishedRequest | ClosedRequest;
export type AccessRequest = OpenRequest | OverRequest;
export type RequestState = AccessRequest["state"];

/** In the order of a life: who reads them in turn misses none that moves on meanwhile. */
export const EVERY_STATE = Object.keys({
  PENDING: 0,
  APPROVED: 0,
  SCHEDULED: 0,
  ACTIVATING: 0,
  ACTIVE: 0,
  PARTIAL: 0,
  REVOKING: 0,
  ENDED: 0,
  REVOKED: 0,
  FAILED: 0,
  REJECTED: 0,
  CANCELLED: 0,
  EXPIRED: 0,
  BLOCKED: 0,
  APPLIED: 0,
} satisfies { readonly [state in RequestState]: 0 }) as readonly RequestState[];

export const isRunning = (request: AccessRequest): request is RunningRequest =>
  request.state === "ACTIVATING" || request.state === "ACTIVE" || request.state === "PARTIAL";

export const isApproved = (request: AccessRequest): request is ApprovedRequest =>
  request.state === "APPROVED" || request.state === "SCHEDULED";

export const hasGrants = (request: AccessRequest): request is RunningRequest | RevokingRequest | FinishedRequest =>
  "grants" in request;

/** The moment from which people wait for it: when it was asked for, or the start that it was asked for. */
export const wantedFrom = ({ submittedAt, startsAt = submittedAt }: RequestTerms): EpochMillis =>
  latest(submittedAt, startsAt);

/** The decisions that count: those of the present round. */
export const decisionsNow = (request: RequestTerms): readonly Decision[] =>
  request.decisions.filter(({ round }) => round === request.round);
