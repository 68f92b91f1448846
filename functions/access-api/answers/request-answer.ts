import { eventsOf } from "#functions/access-api/answers/event-answer.ts";
import { grantAnswer } from "#functions/access-api/answers/grant-answer.ts";
import { companyNow, youMay } from "#functions/access-api/answers/view.ts";
import { type AccessRequest, hasGrants, type Item, type RequestTerms } from "#shared/access/access-request.ts";
import type { AccessStore, Governance } from "#shared/access/ports.ts";
import { askedNow, type Company, peopleInStage, seatsOf } from "#shared/access/stages.ts";
import { stageText } from "#shared/catalog/documents/who.ts";
import type { RequestAnswer, RequestSummary, StageAnswer } from "#shared/contracts/http/access-answers.ts";
import { formatDuration } from "#shared/kernel/duration.ts";
import type { PersonId } from "#shared/kernel/ids.ts";
import { type Clock, isoOf } from "#shared/kernel/time.ts";
import type { Caller } from "#shared/runtime/caller.ts";

export type AnswerDeps = { readonly store: AccessStore; readonly governance: Governance; readonly clock: Clock };

type Shown = { readonly request: AccessRequest; readonly revision: number };

/** A request in full, as the caller may see it. */
export async function requestAnswer(
  { request, revision }: Shown,
  caller: Caller,
  deps: AnswerDeps,
): Promise<RequestAnswer> {
  const company = await companyNow(deps.governance);
  const grants = [];
  for (const id of hasGrants(request) ? request.grants : []) {
    const stored = await deps.store.grant(id);
    if (stored !== undefined) grants.push(grantAnswer(stored.value, deps.clock.now()));
  }
  return {
    ...requestSummary({ request, revision }, company),
    round: request.round,
    stages: stageAnswers(request, { company, you: caller.person }),
    checks: [...request.checks],
    grants,
    events: await eventsOf(request, deps.store),
    you: youMay(request, caller, company),
  };
}

/** A request as a line of a list. */
export const requestSummary = ({ request, revision }: Shown, company: Company): RequestSummary => ({
  id: request.id,
  state: request.state,
  revision,
  requester: request.requester,
  beneficiary: request.beneficiary,
  items: request.items.map(itemAnswer),
  duration: formatDuration(request.duration),
  justification: request.justification,
  submittedAt: isoOf(request.submittedAt),
  approvers: request.state === "PENDING" ? [...askedNow(request, company)] : [],
  effect: { sentence: request.effect },
  ...(request.ticket === undefined ? {} : { ticket: request.ticket }),
  ...(request.startsAt === undefined ? {} : { startsAt: isoOf(request.startsAt) }),
  ...lapseOf(request),
  ...(request.extends === undefined
    ? {}
    : { extends: { request: request.extends.request, until: isoOf(request.extends.until) } }),
  ...("because" in request ? { because: request.because } : {}),
  ...("endedAt" in request ? { endedAt: isoOf(request.endedAt) } : {}),
});

const lapseOf = (request: AccessRequest): { readonly lapsesAt?: string } => {
  if (request.state === "PENDING") return { lapsesAt: isoOf(request.pendingUntil) };
  return request.state === "APPROVED" || request.state === "SCHEDULED"
    ? { lapsesAt: isoOf(request.approvedUntil) }
    : {};
};

export const itemAnswer = ({ dataset, template, account, environment, parameters }: Item) => ({
  dataset,
  template,
  account,
  environment,
  parameters: { ...parameters },
});

type Asked = Pick<RequestTerms, "requester" | "beneficiary" | "items" | "pin" | "decisions">;

/** The stages with who is in them now, and what was decided in them in all rounds. */
export const stageAnswers = (
  request: Asked,
  { company, you }: { readonly company: Company; readonly you: PersonId },
): StageAnswer[] =>
  request.pin.stages.map((stage, index) => {
    const of = [...peopleInStage(stage, request, company)];
    return {
      who: stageText(stage),
      of,
      needed: seatsOf(stage, request, company).length,
      youAreIn: of.includes(you),
      decisions: request.decisions
        .filter((decision) => decision.stage === index)
        .map(({ person, outcome, note, at, round }) => ({ person, outcome, note, at: isoOf(at), round })),
    };
  });
