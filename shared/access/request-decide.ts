import {
  type ApprovedRequest,
  type ClosedRequest,
  type Decision,
  decisionsNow,
  type Limits,
  type Outcome,
  type PendingRequest,
  type Pin,
} from "#shared/access/access-request.ts";
import type { Moved } from "#shared/access/moved.ts";
import { narrow, type TooWide, tooWide } from "#shared/access/narrow.ts";
import { requestEvent } from "#shared/access/request-event.ts";
import { ruleAuthors } from "#shared/access/segregation.ts";
import { lapseOf, waiting } from "#shared/access/silence.ts";
import { approversOfStage, type Company, isFilled, leavesEnough, peopleInStage } from "#shared/access/stages.ts";
import type { PersonId } from "#shared/kernel/ids.ts";
import type { Json } from "#shared/kernel/json.ts";
import { err, ok, type Result } from "#shared/kernel/result.ts";
import { type EpochMillis, hours, type Millis, millis, plus } from "#shared/kernel/time.ts";

/** An approval is good for so long beyond its window: room for the activation, whose clock starts then. */
export const ACTIVATION_ROOM: Millis = hours(1);

export type Word = {
  readonly person: PersonId;
  readonly outcome: Outcome;
  readonly note: string;
  /** Can only shrink what was asked. */
  readonly limits?: Limits;
  readonly at: EpochMillis;
  readonly revision: number;
};

/** Why a person's word is not taken. */
export type NotTaken =
  | "too-late"
  | "not-active"
  | "own-request"
  | "author-unknown"
  | "own-rule"
  | "not-asked"
  | "already-decided"
  | "leaves-nobody"
  | TooWide;

/** The first reason why this word may not be taken, or undefined. A no needs nobody after it. */
export function notTaken(request: PendingRequest, word: Word, company: Company): NotTaken | undefined {
  const { person, at } = word;
  const stage = request.pin.stages[request.stage];
  const wide = tooWide(request, word.limits ?? {});
  const authors = ruleAuthors(request.pin, company);
  const rules: readonly (readonly [NotTaken, () => boolean])[] = [
    ["too-late", () => at >= lapseOf(request)],
    ["not-active", () => company.people.find(person)?.active !== true],
    ["own-request", () => person === request.requester || person === request.beneficiary],
    ["author-unknown", () => authors === undefined],
    ["own-rule", () => authors?.includes(person) === true],
    ["not-asked", () => stage === undefined || !peopleInStage(stage, request, company).includes(person)],
    ["already-decided", () => decisionsNow(request).some((each) => each.person === person)],
    ["longer-than-asked", () => wide === "longer-than-asked"],
    ["wider-than-asked", () => wide === "wider-than-asked"],
    ["nothing-left", () => wide === "nothing-left"],
    ["leaves-nobody", () => word.outcome === "approve" && !leavesEnough(request, person, company)],
  ];
  return rules.find(([, broken]) => broken())?.[0];
}

/** One person's word: the same stage still, the next stage, APPROVED, or REJECTED. */
export function takeWord(
  request: PendingRequest,
  word: Word,
  company: Company,
): Result<Moved<PendingRequest | ApprovedRequest | ClosedRequest>, NotTaken> {
  const reason = notTaken(request, word, company);
  if (reason !== undefined) return err(reason);
  const { at: _at, ...said } = word;
  const decision: Decision = { ...said, at: word.at, stage: request.stage, round: request.round };
  const heard: PendingRequest = { ...request, decisions: [...request.decisions, decision] };
  if (word.outcome === "reject") return ok(rejected(heard, word));
  const decided = narrow(heard, word.limits ?? {}, company.catalog);
  const stage = request.pin.stages[request.stage];
  const filled = stage !== undefined && isFilled(stage, approversOfStage(decided), { request, company });
  if (!filled) return ok(stillPending(decided, word));
  if (request.stage + 1 < request.pin.stages.length) {
    return ok(stillPending(waiting({ ...decided, stage: request.stage + 1, askedAt: word.at }), word));
  }
  const value = approved(decided, word.at);
  const { approvedUntil } = value;
  return ok({ value, event: requestEvent("request.approved", value, { ...saidBy(word), approvedUntil }) });
}

const stillPending = (value: PendingRequest, word: Word): Moved<PendingRequest> => ({
  value,
  event: requestEvent("request.decided", value, { ...saidBy(word), outcome: "approve", stage: value.stage }),
});

const saidBy = ({ person, limits }: Word): { readonly by: PersonId; readonly [key: string]: Json } =>
  limits === undefined ? { by: person } : { by: person, limits: { ...limits } };

function rejected(request: PendingRequest, { person, at }: Word): Moved<ClosedRequest> {
  const value = closed(request, { state: "REJECTED", because: `rejected by ${person}`, at });
  return { value, event: requestEvent("request.rejected", value, { by: person }) };
}

/** Approved, for now or for its start. What it was approved until before, it never exceeds. */
export function approved(request: PendingRequest, now: EpochMillis): ApprovedRequest {
  const { approvedUntil: kept } = request;
  const terms = withoutKeys(request, ONLY_PENDING);
  const startsAt = terms.startsAt !== undefined && terms.startsAt > now ? terms.startsAt : now;
  const until = terms.extends?.until ?? plus(startsAt, millis(terms.duration + ACTIVATION_ROOM));
  return {
    ...terms,
    state: startsAt > now ? "SCHEDULED" : "APPROVED",
    approvedAt: now,
    approvedUntil: kept ?? until,
    nextActionAt: startsAt,
  };
}

/** An end before anything was granted. */
export function closed(
  request: PendingRequest | ApprovedRequest,
  end: { readonly state: ClosedRequest["state"]; readonly because: string; readonly at: EpochMillis },
): ClosedRequest {
  const terms =
    request.state === "PENDING"
      ? withoutKeys(request, ONLY_PENDING)
      : withoutKeys(request, ["state", "approvedAt", "approvedUntil", "nextActionAt"]);
  return { ...terms, state: end.state, because: end.because, endedAt: end.at };
}

/**
 * Back to be decided anew, from the first stage: what was decided is kept, and none of it counts. The
 * ends (`pendingUntil`, `approvedUntil`) stay where they were. By rule, there is nobody to ask.
 */
export function newRound(
  request: PendingRequest | ApprovedRequest,
  pin: Pin,
  now: EpochMillis,
): PendingRequest | ApprovedRequest {
  const { approvedUntil } = request;
  const terms =
    request.state === "PENDING"
      ? withoutKeys(request, ONLY_PENDING)
      : withoutKeys(request, ["state", "approvedAt", "approvedUntil", "nextActionAt"]);
  const pending = waiting({
    ...terms,
    state: "PENDING",
    stage: 0,
    round: request.round + 1,
    pin,
    roundAt: now,
    askedAt: now,
    reminded: 0,
    ...(approvedUntil === undefined ? {} : { approvedUntil }),
  });
  return pin.stages.length === 0 ? approved(pending, now) : pending;
}

/** What a request keeps only while it waits to be decided. */
const ONLY_PENDING = ["state", "stage", "roundAt", "askedAt", "reminded", "approvedUntil", "nextActionAt"] as const;

function withoutKeys<Value extends object, Key extends keyof Value>(
  value: Value,
  keys: readonly Key[],
): Omit<Value, Key> {
  const rest = { ...value };
  for (const key of keys) delete rest[key];
  return rest;
}
