import type { Catalog } from "#shared/catalog/catalog.ts";
import { stageText } from "#shared/catalog/documents/who.ts";
import type { People } from "#shared/catalog/people.ts";
import type { PlannedChange } from "#shared/catalog/plan-catalog.ts";
import type { CatalogProposal } from "#shared/catalog/proposal.ts";
import { askedNow, stagesOf } from "#shared/catalog/vote.ts";
import { stageWords } from "#shared/catalog/who-words.ts";
import type { JsonObject } from "#shared/kernel/json.ts";
import { isoOf } from "#shared/kernel/time.ts";

type Beside = { readonly catalog: Catalog; readonly people: People };

export const planView = (plan: CatalogProposal, revision: number, beside: Beside): JsonObject => ({
  id: plan.id,
  revision,
  state: plan.state,
  by: plan.by,
  at: isoOf(plan.at),
  goodUntil: isoOf(plan.goodUntil),
  from: plan.from,
  held: plan.held.map((held) => ({
    kind: held.kind,
    id: held.id,
    because: held.because,
    state: held.state,
    stages: stagesOf(held).map(stageText),
    decides: stagesOf(held)
      .map((stage) => stageWords(stage, held.kind === "Dataset" ? held.id : undefined))
      .join(", then "),
    asked: plan.state === "applied" ? askedNow(plan, held, beside) : [],
    votes: held.votes.map(({ by, outcome, note, at }) => ({ by, outcome, note, at: isoOf(at) })),
  })),
});

export const changeView = ({ kind, document, formerId, fields, loosens, waits }: PlannedChange): JsonObject => ({
  kind,
  document: { kind: document.kind, id: document.id },
  ...(formerId === undefined ? {} : { formerId }),
  fields: fields.map(({ pointer, from, to }) => ({ pointer, from, to })),
  opensRequest: loosens.map(({ because }) => because),
  waits: waits === true,
});
