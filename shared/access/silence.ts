import type { PendingRequest, PinnedStage } from "#shared/access/access-request.ts";
import type { Moved } from "#shared/access/moved.ts";
import { requestEvent } from "#shared/access/request-event.ts";
import { askedNow, askingIn, type Company } from "#shared/access/stages.ts";
import { type Who, whoText } from "#shared/catalog/documents/who.ts";
import { peopleOf } from "#shared/catalog/people-of.ts";
import { type Prompt, promptAfter, remindersBy, type Silent } from "#shared/catalog/silence.ts";
import type { PersonId } from "#shared/kernel/ids.ts";
import { type EpochMillis, earliest } from "#shared/kernel/time.ts";

type Waiting = Omit<PendingRequest, "nextActionAt">;

/** Undecided at this moment it ends: its time to be decided, or what was left of an earlier approval. */
export const lapseOf = ({
  pendingUntil,
  approvedUntil = pendingUntil,
}: Pick<PendingRequest, "pendingUntil" | "approvedUntil">): EpochMillis => earliest(pendingUntil, approvedUntil);

/** A request that waits to be decided, under the moment at which something must happen to it. */
export const waiting = (request: Waiting): PendingRequest => ({
  ...request,
  nextActionAt: nextPrompt(request)?.at ?? lapseOf(request),
});

/** The next reminder or escalation of a request; see {@link promptAfter}. */
export const nextPrompt = (request: Waiting): Prompt | undefined => promptAfter(silentOf(request));

function silentOf(request: Waiting): Silent {
  const { pin, stage, roundAt, askedAt, reminded } = request;
  const { escalate } = pin.items[pin.stages[stage]?.item ?? -1] ?? {};
  const isEscalated = pin.stages.some(({ escalated }) => escalated !== undefined);
  return {
    roundAt,
    askedAt,
    lapsesAt: lapseOf(request),
    reminded,
    remind: pin.items.flatMap(({ remind }) => remind),
    ...(escalate === undefined || isEscalated ? {} : { escalate }),
  };
}

/**
 * What is due at `now` because nobody decided, or undefined. One thing at a time: what is due beside it is due
 * still in the row that this writes. Reminders whose moments passed unseen are one reminder.
 */
export function promptDue(
  request: PendingRequest,
  now: EpochMillis,
  company: Company,
): Moved<PendingRequest> | undefined {
  const prompt = nextPrompt(request);
  if (prompt === undefined || prompt.at > now) return undefined;
  return prompt.kind === "remind"
    ? reminded(request, now, company)
    : escalated(request, { ...prompt, at: now }, company);
}

function reminded(request: PendingRequest, now: EpochMillis, company: Company): Moved<PendingRequest> {
  const reminders = remindersBy(silentOf(request), now);
  const value = waiting({ ...request, reminded: reminders });
  const data = { reminders, stage: value.stage, asked: [...askedNow(value, company)], lapsesAt: lapseOf(value) };
  return { value, event: requestEvent("request.reminded", value, data) };
}

type Escalating = { readonly at: EpochMillis; readonly to: Who };

/** Whom it names is asked in the present stage as well. When that asks nobody more, nobody's rights change. */
function escalated(request: PendingRequest, { at, to }: Escalating, company: Company): Moved<PendingRequest> {
  const widened = withEscalation(request, { at, to, widens: true });
  const before = askedNow(request, company);
  const added = askedNow(widened, company).filter((person) => !before.includes(person));
  const value = waiting(added.length > 0 ? widened : withEscalation(request, { at, to, widens: false }));
  const because = added.length > 0 ? {} : { because: nobodyAdded(request, to, company) };
  const data = { stage: value.stage, to: whoText(to), added, ...because };
  return { value, event: requestEvent("request.escalated", value, data) };
}

function withEscalation(request: PendingRequest, escalated: NonNullable<PinnedStage["escalated"]>): PendingRequest {
  const stages = request.pin.stages.map((stage, place) => (place === request.stage ? { ...stage, escalated } : stage));
  return { ...request, pin: { ...request.pin, stages } };
}

function nobodyAdded(request: PendingRequest, to: Who, company: Company): string {
  const stage = request.pin.stages[request.stage];
  const named: readonly PersonId[] = stage === undefined ? [] : peopleOf(to, askingIn(stage, request, company));
  return `${whoText(to)} names nobody${named.length === 0 ? "" : " else who may decide"}`;
}
