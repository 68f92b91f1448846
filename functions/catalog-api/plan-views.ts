import type { Catalog } from "#shared/catalog/catalog.ts";
import type { GovernanceDocument } from "#shared/catalog/documents/governance-document.ts";
import { stageText } from "#shared/catalog/documents/who.ts";
import { type HeldEffect, heldEffect } from "#shared/catalog/held-effect.ts";
import { isOverdue } from "#shared/catalog/lapse-held.ts";
import type { People } from "#shared/catalog/people.ts";
import type { PlannedChange } from "#shared/catalog/plan-catalog.ts";
import type { CatalogProposal, HeldChange } from "#shared/catalog/proposal.ts";
import { askedNow, stagesOf } from "#shared/catalog/vote.ts";
import { stageWords } from "#shared/catalog/who-words.ts";
import { type EpochMillis, isoOf } from "#shared/kernel/time.ts";

type Beside = {
  readonly catalog: Catalog;
  readonly people: People;
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
  stages: stagesOf(held).map(stageText),
  decides: stagesOf(held)
    .map((stage) => stageWords(stage, held.kind === "Dataset" ? held.id : undefined))
    .join(", then "),
  asked: plan.state === "applied" && !isOverdue(held, beside.now) ? [...askedNow(plan, held, beside)] : [],
  votes: held.votes.map(({ by, outcome, note, at }) => ({ by, outcome, note, at: isoOf(at) })),
});

export const changeView = ({ kind, document, formerId, fields, loosens, waits }: PlannedChange) => ({
  kind,
  document: { kind: document.kind, id: document.id },
  ...(formerId === undefined ? {} : { formerId }),
  fields: fields.map(({ pointer, from, to }) => ({ pointer, from, to })),
  opensRequest: loosens.map(({ because }) => because),
  waits: waits === true,
});
