import { eventsOf } from "#functions/access-api/answers/event-answer.ts";
import { grantAnswer } from "#functions/access-api/answers/grant-answer.ts";
import { companyNow, youMay } from "#functions/access-api/answers/view.ts";
import {
  type AccessRequest,
  hasGrants,
  type Item,
  isApproved,
  type PinnedStage,
  type RequestTerms,
} from "#shared/access/access-request.ts";
import type { Facts } from "#shared/access/facts.ts";
import { limitsText, placesLeft } from "#shared/access/narrow.ts";
import type { AccessStore, Governance } from "#shared/access/ports.ts";
import { askedNow, type Company, peopleIn, peopleInStage, seatsOf } from "#shared/access/stages.ts";
import { stageText, whoText } from "#shared/catalog/documents/who.ts";
import { stageSentence } from "#shared/catalog/who-words.ts";
import type { RequestAnswer, RequestSummary, StageAnswer } from "#shared/contracts/http/access-answers.ts";
import { formatDuration } from "#shared/kernel/duration.ts";
import type { PersonId } from "#shared/kernel/ids.ts";
import { type Clock, earliest, isoOf } from "#shared/kernel/time.ts";
import type { Caller } from "#shared/runtime/caller.ts";

export type AnswerDeps = { readonly store: AccessStore; readonly governance: Governance; readonly clock: Clock };

type Frozen = Facts["frozen"];

type Shown = { readonly request: AccessRequest; readonly revision: number };

/** What a use case has just written comes with the company on which it was written: nothing is read a second time. */
type JustWritten = Shown & { readonly company?: Company & { readonly frozen: Frozen } };

/** A request in full, as the caller may see it. */
export async function requestAnswer(
  { request, revision, ...known }: JustWritten,
  caller: Caller,
  deps: AnswerDeps,
): Promise<RequestAnswer> {
  const ids = hasGrants(request) ? request.grants : [];
  const [company, events, ...rows] = await Promise.all([
    known.company ?? companyNow(deps.governance),
    eventsOf({ request, revision }, deps.store),
    ...ids.map((id) => deps.store.grant(id)),
  ]);
  const grants = rows.filter((row) => row !== undefined);
  return {
    ...requestSummary({ request, revision }, company),
    round: request.round,
    stages: askedStages(request, { company, you: caller.person }),
    checks: [...request.checks],
    grants: grants.map(({ value }) => grantAnswer(value, deps.clock.now())),
    events,
    ...(isApproved(request) ? waitOf(known.company?.frozen ?? (await deps.governance.freeze())) : {}),
    you: youMay(request, caller, company),
  };
}

/** While access is frozen an approved request may lapse without having been looked at: whoever reads it sees why. */
const waitOf = ({ frozen, because }: Frozen): Pick<RequestAnswer, "waits"> =>
  frozen ? { waits: `Access is frozen, nothing new begins: ${because}` } : {};

/** A request as a line of a list. */
export const requestSummary = ({ request, revision }: Shown, company: Company): RequestSummary => ({
  id: request.id,
  state: request.state,
  revision,
  requester: request.requester,
  beneficiary: request.beneficiary,
  ...itemAnswers(request),
  duration: formatDuration(request.duration),
  justification: request.justification,
  submittedAt: isoOf(request.submittedAt),
  approvers: request.state === "PENDING" ? [...askedNow(request, company)] : [],
  effect: { ...request.effect },
  ...(request.ticket === undefined ? {} : { ticket: request.ticket }),
  ...(request.startsAt === undefined ? {} : { startsAt: isoOf(request.startsAt) }),
  ...lapseOf(request),
  ...(request.extends === undefined
    ? {}
    : { extends: { request: request.extends.request, until: isoOf(request.extends.until) } }),
  ...("because" in request ? { because: request.because } : {}),
  ...("endedAt" in request ? { endedAt: isoOf(request.endedAt) } : {}),
});

/** The moment at which it ends by itself: for want of a decision, or once approved for want of an activation. */
function lapseOf(request: AccessRequest): { readonly lapsesAt?: string; readonly activatesBy?: string } {
  if (isApproved(request)) return { activatesBy: isoOf(request.approvedUntil) };
  if (request.state !== "PENDING") return {};
  return { lapsesAt: isoOf(earliest(request.pendingUntil, request.approvedUntil ?? request.pendingUntil)) };
}

/** What is asked for, each under its number, and what decisions took out. */
function itemAnswers(request: AccessRequest): Pick<RequestSummary, "items" | "withheld"> {
  const all = request.items.map(itemAnswer);
  const left = placesLeft(request);
  const withheld = all.filter((_, place) => !left.includes(place));
  const items = all.filter((_, place) => left.includes(place));
  return withheld.length === 0 ? { items } : { items, withheld };
}

export const itemAnswer = ({ dataset, template, account, environment, parameters }: Item, place: number) => ({
  item: place + 1,
  dataset,
  template,
  account,
  environment,
  parameters: { ...parameters },
});

/** {@link stageAnswers}, with since when the present one is asked. */
function askedStages(request: AccessRequest, { company, you }: Seen): StageAnswer[] {
  const stages = stageAnswers(request, { company, you });
  if (request.state !== "PENDING") return stages;
  const askedSince = isoOf(request.askedAt);
  return stages.map((stage, place) => (place === request.stage ? { ...stage, askedSince } : stage));
}

function unescalated({ escalated: _none, ...stage }: PinnedStage): PinnedStage {
  return stage;
}

type InStage = { readonly of: readonly PersonId[]; readonly before: () => readonly PersonId[] };

function escalationOf({ escalated }: PinnedStage, { of, before }: InStage): Pick<StageAnswer, "escalated"> {
  if (escalated === undefined) return {};
  const already = before();
  const added = of.filter((person) => !already.includes(person));
  return { escalated: { to: whoText(escalated.to), at: isoOf(escalated.at), added } };
}

type Seen = { readonly company: Company; readonly you: PersonId };

type Asked = Pick<RequestTerms, "requester" | "beneficiary" | "items" | "pin" | "decisions">;

const namesOf = (ids: readonly PersonId[], { people }: Company): readonly string[] =>
  ids.map((id) => people.find(id)?.name ?? id);

/** The stages with who is in them now, and what was decided in them in all rounds. */
export const stageAnswers = (request: Asked, { company, you }: Seen): StageAnswer[] =>
  request.pin.stages.map((stage, index) => {
    const seats = seatsOf(stage, request, company);
    const of = [...peopleIn(seats)];
    return {
      who: stageText(stage),
      says: stageSentence(stage, namesOf(of, company), request.items[stage.item]?.dataset),
      of,
      needed: seats.length,
      youAreIn: of.includes(you),
      ...escalationOf(stage, { of, before: () => peopleInStage(unescalated(stage), request, company) }),
      decisions: request.decisions
        .filter((decision) => decision.stage === index)
        .map(({ person, outcome, note, at, round, limits }) => ({
          person,
          outcome,
          note,
          at: isoOf(at),
          round,
          ...(limits === undefined ? {} : { limits: limitsText(limits, request.items) }),
        })),
    };
  });
