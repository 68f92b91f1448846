import type { Catalog } from "#shared/catalog/catalog.ts";
import type { GovernanceDocument } from "#shared/catalog/documents/governance-document.ts";
import { stageText, whoText } from "#shared/catalog/documents/who.ts";
import { stagesOf } from "#shared/catalog/held-asking.ts";
import { type HeldEffect, heldEffect } from "#shared/catalog/held-effect.ts";
import { isOverdue } from "#shared/catalog/lapse-held.ts";
import type { People } from "#shared/catalog/people.ts";
import type { PlannedChange } from "#shared/catalog/plan-catalog.ts";
import type { CatalogProposal, HeldAsking, HeldChange } from "#shared/catalog/proposal.ts";
import type { Authors } from "#shared/catalog/rule-authors.ts";
import { askedNow } from "#shared/catalog/vote.ts";
import { stageWords } from "#shared/catalog/who-words.ts";
import { type EpochMillis, isoOf } from "#shared/kernel/time.ts";

type Beside = {
  readonly catalog: Catalog;
  readonly people: People;
  /** Empty unless segregation is strict. */
  readonly authors: Authors;
  /** Those the plan was made of. */
  readonly documents: readonly GovernanceDocument[];
  readonly now: EpochMillis;
};

export const planView = (plan: CatalogProposal, revision: number, beside: Beside) => ({
  id: plan.id,
  revision,
  state: plan.state,
  by: plan.by,
  at: isoOf(plan.at),
  goodUntil: isoOf(plan.goodUntil),
  from: plan.from,
  held: plan.held.map((held) => heldView(plan, held, beside)),
  ...(plan.reason === undefined ? {} : plan.reason),
});

export type PlanView = ReturnType<typeof planView>;

const heldView = (plan: CatalogProposal, held: HeldChange, beside: Beside) => ({
  kind: held.kind,
  id: held.id,
  effect: heldEffect(held, beside) satisfies HeldEffect,
  because: [...held.because],
  state: held.state,
  ...(held.state === "pending" && held.pendingUntil !== undefined ? { lapsesAt: isoOf(held.pendingUntil) } : {}),
  ...waitsOf(held),
  stages: stagesOf(held).map(stageText),
  decides: stagesOf(held)
    .map((stage) => stageWords(stage, held.kind === "Dataset" ? held.id : undefined))
    .join(", then "),
  asked: plan.state === "applied" && !isOverdue(held, beside.now) ? [...askedNow(plan, held, beside)] : [],
  votes: held.votes.map(({ by, outcome, note, at }) => ({ by, outcome, note, at: isoOf(at) })),
});

/** Since when it is asked, and what was said meanwhile; nothing of a change that does not wait for a decision. */
function waitsOf({ state, asking }: HeldChange) {
  if (state !== "pending" || asking === undefined) return {};
  const { stage, askedAt, reminded, escalated } = asking;
  const said = escalated === undefined ? {} : { escalated: escalationView(escalated) };
  return { waits: { step: stage + 1, askedSince: isoOf(askedAt), reminders: reminded, ...said } };
}

const escalationView = ({ to, at, stage, widens }: NonNullable<HeldAsking["escalated"]>) => ({
  to: whoText(to),
  at: isoOf(at),
  step: stage + 1,
  added: widens,
});

export const changeView = ({ kind, document, formerId, fields, loosens, waits }: PlannedChange) => ({
  kind,
  document: { kind: document.kind, id: document.id },
  ...(formerId === undefined ? {} : { formerId }),
  fields: fields.map(({ pointer, from, to }) => ({ pointer, from, to })),
  opensRequest: loosens.map(({ because }) => because),
  waits: waits === true,
});
