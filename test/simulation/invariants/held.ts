import { stagesOf } from "#shared/catalog/held-asking.ts";
import type { Person } from "#shared/catalog/person.ts";
import type { CatalogProposal, HeldChange, Vote } from "#shared/catalog/proposal.ts";
import type { EpochMillis } from "#shared/kernel/time.ts";
import type { Case } from "#test/simulation/acts/cases.ts";
import { type AuthorOf, authorsOf, NOBODY } from "#test/simulation/invariants/authors.ts";
import { checkHeldAnew, checkRulesOfNow, isAnew } from "#test/simulation/invariants/held-anew.ts";
import type { Moves } from "#test/simulation/invariants/moves.ts";
import type { RowChange, Rows } from "#test/simulation/invariants/rows.ts";

type Say = (sentence: string) => void;

export type HeldWorld = {
  readonly rows: Rows;
  readonly met: Set<Case>;
  readonly moves: Moves;
  /** Who wrote what a revision of the catalogue brought, where segregation is strict. */
  readonly authorOf: AuthorOf | undefined;
  /** Whether changes of documents are asked of the head of security as well. */
  readonly isStricter: () => boolean;
};

const ENDS: { readonly [state in HeldChange["state"]]?: Case } = {
  applied: "a held change that was applied",
  rejected: "a held change that was rejected",
  lapsed: "a held change whose document was another by then",
  expired: "a held change that nobody decided in time",
};

const NEXT: { readonly [state in HeldChange["state"]]: readonly HeldChange["state"][] } = {
  waiting: ["waiting", "applied", "lapsed", "expired"],
  pending: ["pending", "approved", "applied", "rejected", "lapsed", "expired"],
  approved: ["approved", "applied", "lapsed", "expired"],
  applied: ["applied"],
  rejected: ["rejected"],
  lapsed: ["lapsed"],
  expired: ["expired"],
};

export const isOver = ({ state }: HeldChange): boolean => ENDS[state] !== undefined;

export const nameOf = ({ kind, id }: Pick<HeldChange, "kind" | "id">): string => `${kind}:${id}`;

/** What every write of a plan keeps. */
export function checkPlanWrite({ id, at, before, after }: RowChange, world: HeldWorld, say: Say): void {
  const was = before as CatalogProposal | undefined;
  const is = after as CatalogProposal;
  if (was === undefined) return;
  if (was.state === "applied" && is.state !== "applied") say(`held: plan ${id} was applied, and is ${is.state}`);
  if (was.held.length !== is.held.length)
    say(`held: plan ${id} held ${was.held.length} changes, and ${is.held.length}`);
  const applied: string[] = [];
  for (const [place, change] of is.held.entries()) {
    const earlier = was.held[place];
    if (earlier === undefined) continue;
    const step: Step = { plan: is, was: earlier, is: change, at, opens: was.state === "planned" };
    checkStep(step, world, say);
    if (change.state === "applied" && earlier.state !== "applied") applied.push(nameOf(change));
  }
  world.moves.explain({ plan: is, applied, opens: was.state === "planned" }, say);
}

/** What one write makes of one held change. */
export type Step = {
  readonly plan: CatalogProposal;
  readonly was: HeldChange;
  readonly is: HeldChange;
  readonly at: EpochMillis;
  /** The write in which the plan is applied. */
  readonly opens: boolean;
};

function checkStep(step: Step, world: HeldWorld, say: Say): void {
  const { plan, was, is, opens } = step;
  const what = `${nameOf(is)} of plan ${plan.id}`;
  if (!NEXT[was.state].includes(is.state)) say(`held: ${what} was ${was.state}, and is ${is.state}`);
  if (plan.state === "planned" || (opens && isOver(is))) say(`held: ${what} moved before its plan was applied`);
  if (!opens && is.pendingUntil !== was.pendingUntil) say(`held: the time to decide on ${what} restarted`);
  checkVotes(step, world, say);
  if (isAnew(step)) checkHeldAnew(step, world, say);
  if (was.state === "pending") checkEnd(step, world, say);
  noteMet(step, world);
}

/** What a change that was asked about may come to, and by what. */
function checkEnd(step: Step, world: HeldWorld, say: Say): void {
  const { plan, is } = step;
  const what = `${nameOf(is)} of plan ${plan.id}`;
  if (is.state === "approved" || is.state === "applied") checkApproved(step, world, say);
  if (is.state === "rejected" && is.votes.at(-1)?.outcome !== "rejected") say(`held: nobody rejected ${what}`);
  if (is.state === "expired" && !isLate(step)) say(`held: ${what} expired before its time`);
}

const isLate = ({ was: { pendingUntil }, at }: Step): boolean => pendingUntil !== undefined && at >= pendingUntil;

function noteMet({ was, is }: Step, { met }: HeldWorld): void {
  const end = was.state === is.state ? undefined : ENDS[is.state];
  if (end !== undefined) met.add(end);
  if ((is.asking?.reminded ?? 0) > (was.asking?.reminded ?? 0)) met.add("a held change that people were reminded of");
  if (is.asking?.escalated?.widens === true) met.add("a held change that was escalated");
}

function checkVotes(step: Step, world: HeldWorld, say: Say): void {
  const { plan, was, is } = step;
  const fresh = isAnew(step) ? [] : is.votes.slice(was.votes.length);
  if (fresh.length > 0) checkRulesOfNow(step, world, say);
  if (fresh.length > 1) say(`held: ${fresh.length} people decided on ${nameOf(is)} of plan ${plan.id} in one write`);
  for (const vote of fresh) checkVote(step, vote, { world, say });
  const people = new Set(is.votes.map(({ by }) => by));
  if (people.size < is.votes.length) say(`held: somebody decided twice on ${nameOf(is)} of plan ${plan.id}`);
}

function checkVote({ plan, was, at, is }: Step, { by }: Vote, { world, say }: { world: HeldWorld; say: Say }): void {
  const what = `${nameOf(is)} of plan ${plan.id}`;
  if (by === plan.by) say(`held: ${by} decided on ${what}, which is their own`);
  if (was.state !== "pending") say(`held: ${by} decided on ${what} while it was ${was.state}`);
  if (was.pendingUntil !== undefined && at >= was.pendingUntil) say(`held: ${by} decided on ${what} after its time`);
  if (!isActive(world.rows, by)) say(`held: ${by} decided on ${what}, and is not active`);
  if (world.authorOf === undefined) return;
  const authors = authorsOf(was.decisions, world.authorOf);
  if (authors.includes(by)) say(`held: ${by} decided on ${what} by a rule of their own`);
  if (authors.includes(undefined)) say(`held: ${by} decided on ${what}, and nobody knows who wrote its rule`);
  if (authors.includes(plan.by)) say(`held: ${what} is decided by a rule that ${plan.by} wrote, who wants it`);
  if (authors.every((author) => author === NOBODY))
    world.met.add("a held change decided by a rule that the plane brought");
}

const isActive = (rows: Rows, id: string): boolean => (rows.get("person", id) as Person | undefined)?.active === true;

/** By every stage that it asked before this write, and by people who are there. */
function checkApproved({ plan, was, is }: Step, { rows }: HeldWorld, say: Say): void {
  const yes = is.votes.filter(({ outcome, by }) => outcome === "approved" && isActive(rows, by));
  for (const [place, { need, of }] of stagesOf(was).entries()) {
    const needed = need === "each" ? of.length : need;
    const given = yes.filter(({ stage }) => stage === place).length;
    if (given < needed)
      say(
        `held: ${nameOf(is)} of plan ${plan.id} is ${is.state}, and ${given} of ${needed} of stage ${place} said yes`,
      );
  }
  if (is.votes.some(({ outcome }) => outcome === "rejected"))
    say(`held: ${nameOf(is)} of plan ${plan.id} is ${is.state}, and somebody rejected it`);
}
