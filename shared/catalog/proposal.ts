import type { Decided } from "#shared/catalog/decision.ts";
import type { ThingRef } from "#shared/catalog/documents/allocation-rule.ts";
import type { DocumentKind } from "#shared/catalog/documents/document.ts";
import type { Escalation } from "#shared/catalog/silence.ts";
import type { Sha256 } from "#shared/kernel/digest.ts";
import type { PersonId } from "#shared/kernel/ids.ts";
import type { EpochMillis } from "#shared/kernel/time.ts";

/** What one person said about one held change. */
export type Vote = {
  readonly by: PersonId;
  readonly outcome: "approved" | "rejected";
  readonly stage: number;
  readonly note: string;
  readonly at: EpochMillis;
};

/** Since when a held change is asked about, and what was said meanwhile. A round begins when it opens, and when it is held anew. */
export type HeldAsking = {
  /** 1 at first. */
  readonly round: number;
  readonly roundAt: EpochMillis;
  /** Place of the stage that is asked, from 0, and when it began to be. */
  readonly stage: number;
  readonly askedAt: EpochMillis;
  /** So many of the round's reminders are behind it. */
  readonly reminded: number;
  /** Of the stage at that place; once in a round. */
  readonly escalated?: Escalation & { readonly stage: number };
};

/**
 * A change that does not apply at once. `waiting`: it loosens nothing, but names something that is
 * held; `lapsed`: the document it would change is another by now, or what it waited for did not come into force;
 * `expired`: it was not decided in time.
 */
export type HeldChange = {
  readonly kind: DocumentKind;
  readonly id: string;
  /** The id of the document it replaces; another than `id` for a rename, absent for an addition. */
  readonly replaces?: string;
  /** Hash of the document it replaces. */
  readonly was?: Sha256;
  readonly removes: boolean;
  readonly because: readonly string[];
  readonly target: ThingRef;
  /** Who decides, one for each reason, pinned as they stood. None for a change that only waits. */
  readonly decisions: readonly Decided[];
  readonly votes: readonly Vote[];
  readonly state: "waiting" | "pending" | "approved" | "rejected" | "lapsed" | "expired" | "applied";
  /** Set when the plan is applied. Absolute: asking anew never moves it. Absent for a change that only waits. */
  readonly pendingUntil?: EpochMillis;
  /** Set with `pendingUntil`. Absent too of one that opened before anybody was told: the next sweep begins it. */
  readonly asking?: HeldAsking;
};

/** Why changes of documents are asked for, for whoever decides on them and for the auditor. */
export type ChangeReason = { readonly justification: string; readonly ticket?: string };

/** A plan, kept from its making to the end of the last change it held. */
export type CatalogProposal = {
  readonly id: string;
  readonly by: PersonId;
  readonly at: EpochMillis;
  /** A plan that was not applied by then is made anew. */
  readonly goodUntil: EpochMillis;
  /** The revision it was made against. */
  readonly from: number;
  /** The parts of all its documents. */
  readonly parts: readonly Sha256[];
  readonly state: "planned" | "applied";
  readonly held: readonly HeldChange[];
  /** Why it is asked for; said when it is applied, which opens what it holds. */
  readonly reason?: ChangeReason;
};
