import {
  type Decision,
  decisionsNow,
  type PendingRequest,
  type PinnedStage,
  type RequestTerms,
} from "#shared/access/access-request.ts";
import { ruleAuthors } from "#shared/access/segregation.ts";
import type { Catalog } from "#shared/catalog/catalog.ts";
import type { People } from "#shared/catalog/people.ts";
import { type Asking, peopleOfAll } from "#shared/catalog/people-of.ts";
import type { Authors } from "#shared/catalog/rule-authors.ts";
import { enoughPeople, type Seat } from "#shared/catalog/seats.ts";
import type { PersonId } from "#shared/kernel/ids.ts";

/** The company as it is now: a stage is pinned as words, and whom the words mean is asked anew. */
export type Company = {
  readonly catalog: Catalog;
  readonly people: People;
  /** Empty unless segregation is strict. */
  readonly authors: Authors;
};

type Asked = Pick<RequestTerms, "requester" | "beneficiary" | "items" | "pin">;

/** Whom the words of a stage are about. */
export function askingIn(
  stage: Pick<PinnedStage, "item">,
  { requester, items }: Pick<Asked, "requester" | "items">,
  { catalog, people }: Pick<Company, "catalog" | "people">,
): Asking {
  const dataset = items[stage.item]?.dataset;
  return {
    catalog,
    people,
    requester,
    ...(dataset === undefined ? {} : { target: { kind: "dataset", id: dataset } as const }),
  };
}

/**
 * The seats of a stage: so many different people must say yes, each out of a set. Whom a stage was escalated to
 * may take any one of its seats. Neither the requester nor the beneficiary is in any of them, nor, under strict
 * segregation, who wrote a rule that decides; while that is not known, nobody is.
 */
export function seatsOf(stage: PinnedStage, request: Asked, company: Company): readonly Seat[] {
  const authors = ruleAuthors(request.pin, company);
  const asking = askingIn(stage, request, company);
  const added = stage.escalated?.widens === true ? [stage.escalated.to] : [];
  const never = [request.requester, request.beneficiary, ...(authors ?? [])];
  const others = (seat: Seat): Seat => (authors === undefined ? [] : seat.filter((id) => !never.includes(id)));
  if (stage.need === "each") return stage.of.map((who) => others(peopleOfAll([who, ...added], asking)));
  const everyone = others(peopleOfAll([...stage.of, ...added], asking));
  return Array.from({ length: stage.need }, () => everyone);
}

/** Everyone who can be asked in a stage, each once. */
export const peopleInStage = (stage: PinnedStage, request: Asked, company: Company): readonly PersonId[] =>
  peopleIn(seatsOf(stage, request, company));

/** Everyone in some seat, each once. */
export const peopleIn = (seats: readonly Seat[]): readonly PersonId[] => [...new Set(seats.flat())];

/** Whether all stages together can be decided by different people. */
export const canBeDecided = (request: Asked, company: Company): boolean =>
  enoughPeople(everySeatOf(request, company).flat());

/** Whether these people, each counted once, fill every seat of a stage. */
export const isFilled = (stage: PinnedStage, by: readonly PersonId[], { request, company }: Where): boolean =>
  enoughPeople(seatsOf(stage, request, company).map((seat) => seat.filter((id) => by.includes(id))));

type Where = { readonly request: Asked; readonly company: Company };

/** Those who said yes in the present round and stage. */
export const approversOfStage = (request: PendingRequest): readonly PersonId[] =>
  decisionsNow(request)
    .filter(({ stage, outcome }) => stage === request.stage && outcome === "approve")
    .map(({ person }: Decision) => person);

/** The seats of each stage. */
type Seats = readonly (readonly Seat[])[];

const everySeatOf = (request: Asked, company: Company): Seats =>
  request.pin.stages.map((stage) => seatsOf(stage, request, company));

/**
 * Whether, with a yes of `person` now, the rest of this stage and all later ones can still be filled by
 * people who have not decided in this round.
 */
export const leavesEnough = (request: PendingRequest, person: PersonId, company: Company): boolean =>
  leavesEnoughOf(everySeatOf(request, company), request, person);

function leavesEnoughOf(all: Seats, request: PendingRequest, person: PersonId): boolean {
  const spent = new Set([...decisionsNow(request).map((each) => each.person), person]);
  const here = new Set([...approversOfStage(request), person]);
  const present = all.slice(request.stage, request.stage + 1).flat();
  const later = all.slice(request.stage + 1).flat();
  return enoughPeople([
    ...present.map((seat) => seat.filter((id) => here.has(id) || !spent.has(id))),
    ...later.map((seat) => seat.filter((id) => !spent.has(id))),
  ]);
}

/** Whose decision is asked for now: in the stage, not decided yet, and leaving the later stages coverable. */
export function askedNow(request: PendingRequest, company: Company): readonly PersonId[] {
  const all = everySeatOf(request, company);
  const decided = new Set(decisionsNow(request).map(({ person }) => person));
  return peopleIn(all[request.stage] ?? []).filter((id) => !decided.has(id) && leavesEnoughOf(all, request, id));
}
