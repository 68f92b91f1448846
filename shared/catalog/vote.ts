import type { Catalog } from "#shared/catalog/catalog.ts";
import type { Stage, Who } from "#shared/catalog/documents/who.ts";
import { addedAt, askingAt, stagesOf, wordsAt } from "#shared/catalog/held-asking.ts";
import { isOverdue } from "#shared/catalog/lapse-held.ts";
import type { People } from "#shared/catalog/people.ts";
import { type Asking, peopleOfAll } from "#shared/catalog/people-of.ts";
import type { CatalogProposal, HeldChange, Vote } from "#shared/catalog/proposal.ts";
import { AUTHORSHIP, type Authors, authorsOfRules } from "#shared/catalog/rule-authors.ts";
import { enoughPeople, type Seat } from "#shared/catalog/seats.ts";
import type { PersonId } from "#shared/kernel/ids.ts";
import { err, ok, type Result } from "#shared/kernel/result.ts";
import { epochMillis } from "#shared/kernel/time.ts";

/** Why nobody may decide by rules of these authors, or this one person may not. */
const NOT_BY_AUTHORSHIP = {
  ...AUTHORSHIP,
  // It was planned by other rules; theirs came since.
  "makers-rule": "segregation is strict, and who made the plan wrote a rule that decides on it",
} as const;

type NotByAuthorship = keyof typeof NOT_BY_AUTHORSHIP;

/** Why somebody may not decide on a held change. */
export type MayNotVote = {
  readonly kind:
    | "not-pending"
    | "too-late"
    | "own-change"
    | "voted-already"
    | "not-asked"
    | "leaves-nobody"
    | NotByAuthorship;
  readonly because: string;
};

type Proposer = Pick<CatalogProposal, "by">;

/** The company as it is now; `authors` is empty unless segregation is strict. */
export type Deciding = { readonly catalog: Catalog; readonly people: People; readonly authors: Authors };

/** Whom the words are about, and who may never decide by them: nobody may where an author is not known, or made the plan. */
type Seating = Asking & { readonly authors: readonly PersonId[] | undefined };

const seatingOf = (proposal: Proposer, held: HeldChange, deciding: Deciding): Seating => ({
  ...askingOf(proposal, held, deciding),
  authors: authorsOfRules(held.decisions, deciding),
});

/** The people whom words name and whom no authorship keeps from deciding. */
const mayDecide = (words: readonly Who[], seating: Seating): readonly PersonId[] =>
  peopleOfAll(words, seating).filter((id) => mayNotByAuthorship(id, seating) === undefined);

/**
 * Whom the stage that is due asks now; nobody when none is. Who made the plan and who has voted is not
 * asked, nor, under strict segregation, who wrote a rule that decides, nor somebody whose yes would leave a later stage without anyone to ask.
 */
export function askedNow(proposal: CatalogProposal, held: HeldChange, deciding: Deciding): readonly PersonId[] {
  if (held.state !== "pending") return [];
  const asking = seatingOf(proposal, held, deciding);
  const voted = new Set(held.votes.map(({ by }) => by));
  return mayDecide(wordsAt(stageDue(held, asking), held), asking).filter(
    (id) => id !== proposal.by && !voted.has(id) && leavesEnough({ proposal, held, by: id }, asking),
  );
}

/** The held change with one more vote. The last one that was missing approves it, one against rejects it. */
export function voted(
  { proposal, held }: { readonly proposal: CatalogProposal; readonly held: HeldChange },
  vote: Omit<Vote, "stage">,
  deciding: Deciding,
): Result<HeldChange, MayNotVote> {
  const refusal = mayNot({ proposal, held }, vote, deciding);
  if (refusal !== undefined) return err(refusal);
  const asking = seatingOf(proposal, held, deciding);
  const next: HeldChange = { ...held, votes: [...held.votes, { ...vote, stage: stageDue(held, asking) }] };
  if (vote.outcome === "rejected") return ok({ ...next, state: "rejected" });
  const due = stageDue(next, asking);
  return ok(due === stagesOf(next).length ? { ...next, state: "approved" } : askingAt(next, due, vote.at));
}

/** The place of the stage that is due; of a stage whose voter left meanwhile, that stage again. */
export const dueStage = (proposer: Proposer, held: HeldChange, deciding: Deciding): number =>
  stageDue(held, seatingOf(proposer, held, deciding));

function mayNot(
  { proposal, held }: { readonly proposal: CatalogProposal; readonly held: HeldChange },
  { by, outcome, at }: Omit<Vote, "stage">,
  deciding: Deciding,
): MayNotVote | undefined {
  const what = `${held.kind} "${held.id}"`;
  if (held.state !== "pending")
    return { kind: "not-pending", because: `Cannot decide on ${what}: it is ${held.state}` };
  // The sweep that ends it may be late; the moment is not.
  if (isOverdue(held, at))
    return { kind: "too-late", because: `Cannot decide on ${what}: its time to be decided is over` };
  const asking = seatingOf(proposal, held, deciding);
  const asked = mayDecide(wordsAt(stageDue(held, asking), held), asking);
  const others = asked.length === 0 ? "nobody can be asked" : `it asks ${asked.join(", ")}`;
  if (by === proposal.by)
    return { kind: "own-change", because: `Cannot decide on ${what}: the plan is your own; ${others}` };
  if (held.votes.some((vote) => vote.by === by))
    return { kind: "voted-already", because: `Cannot decide on ${what}: you have decided already` };
  const authorship = mayNotByAuthorship(by, asking);
  if (authorship !== undefined)
    return { kind: authorship, because: `Cannot decide on ${what}: ${NOT_BY_AUTHORSHIP[authorship]}` };
  if (!asked.includes(by)) return { kind: "not-asked", because: `Cannot decide on ${what}: ${others}` };
  if (outcome === "rejected" || leavesEnough({ proposal, held, by }, asking)) return undefined;
  const because = `Cannot say yes to ${what}: nobody would be left for its later stages; somebody else of this stage can`;
  return { kind: "leaves-nobody", because };
}

function mayNotByAuthorship(by: PersonId, { authors, requester }: Seating): NotByAuthorship | undefined {
  if (authors === undefined) return "author-unknown";
  if (authors.some((author) => author === requester)) return "makers-rule";
  return authors.includes(by) ? "own-rule" : undefined;
}

/** Whom the words of its stages are about. */
export const askingOf = (
  { by }: Proposer,
  { target }: HeldChange,
  { catalog, people }: Pick<Deciding, "catalog" | "people">,
): Asking => ({
  catalog,
  people,
  target,
  requester: by,
});

/** The first stage that is not satisfied by votes of people who are still active. */
function stageDue(held: HeldChange, asking: Seating): number {
  const stages = stagesOf(held);
  const due = stages.findIndex((stage, at) => !isSatisfied(stage, at, { held, asking }));
  return due === -1 ? stages.length : due;
}

function isSatisfied(
  { need, of }: Stage,
  at: number,
  { held, asking }: { readonly held: HeldChange; readonly asking: Seating },
): boolean {
  const voters = held.votes
    .filter(
      ({ stage, outcome, by }) =>
        stage === at &&
        outcome === "approved" &&
        asking.people.find(by)?.active === true &&
        mayNotByAuthorship(by, asking) === undefined,
    )
    .map(({ by }) => by);
  if (need !== "each") return voters.length >= need;
  return enoughPeople(eachSeats(of, at, { held, asking }).map((seat) => seat.filter((id) => voters.includes(id))));
}

/** A seat for each of its words; whom silence added may take any one of them. */
const eachSeats = (
  of: readonly Who[],
  at: number,
  { held, asking }: { readonly held: HeldChange; readonly asking: Seating },
): readonly Seat[] => of.map((who) => mayDecide([who, ...addedAt(at, held)], asking));

type Voting = { readonly proposal: CatalogProposal; readonly held: HeldChange; readonly by: PersonId };

/** Whether the yes of `by` leaves different people for every yes that is still needed. */
function leavesEnough({ proposal, held, by }: Voting, asking: Seating): boolean {
  const stage = stageDue(held, asking);
  const vote: Vote = { by, outcome: "approved", note: "", at: epochMillis(0), stage };
  return enoughLeft(proposal, { ...held, votes: [...held.votes, vote] }, asking);
}

/** Whether different people, other than who makes the plan, can give every yes that a change needs. */
export const canBeDecided = (proposer: Proposer, held: HeldChange, deciding: Deciding): boolean =>
  enoughLeft(proposer, held, seatingOf(proposer, held, deciding));

/** Whether different people, other than who made the plan and who voted, can give every yes that is still needed. */
function enoughLeft(proposal: Proposer, held: HeldChange, asking: Seating): boolean {
  const spent = new Set([proposal.by, ...held.votes.map(({ by }) => by)]);
  const free = (people: readonly PersonId[]): Seat => people.filter((id) => !spent.has(id));
  const due = stageDue(held, asking);
  const seats = stagesOf(held).flatMap(({ need, of }, at): readonly Seat[] => {
    if (at < due) return [];
    const given = held.votes.filter(({ stage, outcome }) => stage === at && outcome === "approved").map(({ by }) => by);
    if (need !== "each") {
      const seat = free(mayDecide(wordsAt(at, held), asking));
      return Array.from({ length: Math.max(0, need - given.length) }, () => seat);
    }
    return eachSeats(of, at, { held, asking }).map((seat) => seat.filter((id) => given.includes(id) || !spent.has(id)));
  });
  return enoughPeople(seats);
}
