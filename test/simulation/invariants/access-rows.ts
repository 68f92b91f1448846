import {
  type AccessRequest,
  type Decision,
  decisionsNow,
  hasGrants,
  isRunning,
} from "#shared/access/access-request.ts";
import { type Grant, isBegun, isOver, type RevokedGrant } from "#shared/access/grant.ts";
import type { Holdings } from "#shared/access/holdings.ts";
import type { Person } from "#shared/catalog/person.ts";
import { earliest, plus } from "#shared/kernel/time.ts";
import type { Case } from "#test/simulation/acts/cases.ts";
import { checkSilence } from "#test/simulation/invariants/access-silence.ts";
import { type AuthorOf, authorsOf, NOBODY } from "#test/simulation/invariants/authors.ts";
import type { RowChange, Rows } from "#test/simulation/invariants/rows.ts";

type Say = (sentence: string) => void;

const RANK = {
  PLANNED: 0,
  PROVISIONING: 1,
  ACTIVE: 2,
  REVOKING: 3,
  REVOKE_RETRY: 3,
  REVOKED: 4,
  NEVER_STARTED: 4,
} as const satisfies { readonly [state in Grant["state"]]: number };

/** What every single write of a grant keeps. */
export function checkGrantWrite({ id, before, after }: RowChange, rows: Rows, say: Say): void {
  const was = before as Grant | undefined;
  const is = after as Grant;
  if (was === undefined) {
    if (is.state !== "PLANNED") say(`1: grant ${id} came up as ${is.state}`);
    return;
  }
  if (RANK[is.state] < RANK[was.state]) say(`6: grant ${id} went back from ${was.state} to ${is.state}`);
  if (isOver(was) && is.state !== was.state) say(`7: grant ${id} was ${was.state} and is ${is.state}`);
  if (is.state === "NEVER_STARTED" && was.state !== "PLANNED" && was.state !== "NEVER_STARTED")
    say(`4: grant ${id} never started, and was ${was.state}`);
  if (is.state === "ACTIVE") checkActive(is, rows, say);
  if (is.state === "REVOKED" && was.state !== "REVOKED" && !isProved(is))
    say(`7: grant ${id} is revoked without an empty list begun after its fence`);
  checkEnd({ was, is }, rows, say);
}

/** 13 from the other side: nothing is, or becomes, access under a request that is over. */
function checkActive({ id, request: of }: Grant, rows: Rows, say: Say): void {
  const request = rows.get("access-request", of) as AccessRequest | undefined;
  if (request === undefined || !isRunning(request))
    say(`13: grant ${id} is active under request ${of}, which is ${request?.state ?? "nowhere"}`);
}

type BegunGrant = Extract<Grant, { readonly activatedAt: unknown }>;
type Lived<State extends Grant = Grant> = { readonly was: State; readonly is: State };

/** 3: the end is fixed by the beginning, and moved only by an extension that is applied with it. */
function checkEnd({ was, is }: Lived, rows: Rows, say: Say): void {
  if (!isBegun(is)) return;
  if (isBegun(was)) checkMove({ was, is }, rows, say);
  else checkBeginning(is, rows, say);
}

function checkBeginning(is: BegunGrant, rows: Rows, say: Say): void {
  const meant = earliest(plus(is.activatedAt, is.duration), is.approvedUntil);
  if (is.expiresAt !== meant) say(`3: grant ${is.id} begins with end ${is.expiresAt}, not ${meant}`);
  const request = rows.get("access-request", is.request) as AccessRequest | undefined;
  if (request === undefined || !isRunning(request)) {
    say(`13: grant ${is.id} begins under a request that is ${request?.state ?? "nowhere"}`);
    return;
  }
  if (request.dropped?.includes(is.item) === true) say(`5: grant ${is.id} is of an item that was not approved`);
  if (is.duration !== request.duration) say(`5: grant ${is.id} is for ${is.duration} ms, not ${request.duration}`);
}

function checkMove({ was, is }: Lived<BegunGrant>, rows: Rows, say: Say): void {
  if (is.activatedAt !== was.activatedAt) say(`3: grant ${is.id} has another beginning`);
  if (is.expiresAt === was.expiresAt && is.generation === was.generation) return;
  const extensions = rows.ofKind("access-request") as readonly AccessRequest[];
  const applied = extensions.filter(
    (each) => each.extends?.request === is.request && each.state === "APPLIED" && each.extends.until === is.expiresAt,
  );
  if (is.expiresAt <= was.expiresAt || is.generation !== was.generation + 1 || applied.length !== 1)
    say(`3: the end of grant ${is.id} moved from ${was.expiresAt} to ${is.expiresAt} by no extension`);
}

const isProved = (grant: RevokedGrant): boolean =>
  grant.evidence.some((each) => each.kind === "absent" && each.listBeganAt > grant.fence);

export type RequestWorld = {
  readonly rows: Rows;
  /** Whether the policy in force asks the lead as well. */
  readonly isStricter: () => boolean;
  /** Who wrote what a revision of the catalogue brought, where segregation is strict. */
  readonly authorOf: AuthorOf | undefined;
  readonly met: Set<Case>;
};

/** What every single write of a request keeps. */
export function checkRequestWrite({ id, at, before, after }: RowChange, world: RequestWorld, say: Say): void {
  const was = before as AccessRequest | undefined;
  const is = after as AccessRequest;
  if (was === undefined) {
    checkSubmission(is, world, say);
    return;
  }
  if (!("nextActionAt" in was) && is.state !== was.state) say(`13: request ${id} was ${was.state} and is ${is.state}`);
  if (is.pendingUntil !== was.pendingUntil) say(`3: the time to decide on request ${id} restarted`);
  if ("approvedUntil" in was && "approvedUntil" in is && is.approvedUntil !== was.approvedUntil)
    say(`3: the approval of request ${id} got another end`);
  for (const decision of is.decisions.slice(was.decisions.length)) checkDecision({ was, is, decision }, world, say);
  checkSilence({ was, is, at }, say);
  if (isRunning(is) && !isRunning(was)) checkActivation(is, world, say);
}

/** 10: what is asked for rests on who is in office and on the policy in force at the very moment of its write. */
function checkSubmission(request: AccessRequest, world: RequestWorld, say: Say): void {
  for (const person of new Set([request.requester, request.beneficiary]))
    if (!inOffice(world.rows, person)) say(`10: request ${request.id} is made for ${person}, who is not active`);
  const asked = request.items.some(({ dataset }) => dataset === "sales.orders");
  if (asked && world.isStricter() && request.pin.stages.length < 3)
    say(`10: request ${request.id} is made under a policy that was made stricter`);
}

type Step = { readonly was: AccessRequest; readonly is: AccessRequest; readonly decision: Decision };

/** 5 and 6: by another person, once in a round, in office, on what was there. */
function checkDecision({ was, is, decision }: Step, world: RequestWorld, say: Say): void {
  const { rows } = world;
  const { person, round } = decision;
  checkNarrowing({ was, is, decision }, world, say);
  checkAuthors({ was, is, decision }, world, say);
  if (person === is.requester || person === is.beneficiary) say(`5: ${person} decided on their own request ${is.id}`);
  const own = is.decisions.filter((each) => each.person === person && each.round === round);
  if (own.length > 1) say(`5: ${person} decided twice on request ${is.id} in round ${round}`);
  if (was.state !== "PENDING") say(`6: request ${is.id} was decided on while it was ${was.state}`);
  if (round !== was.round) say(`6: a word on round ${round} counts in round ${was.round} of request ${is.id}`);
  if (!inOffice(rows, person)) say(`5: ${person} decided on request ${is.id}, and is not active`);
}

/** Under strict segregation, by rules that somebody else wrote, as far as it is known who did. */
function checkAuthors({ was, is, decision: { person } }: Step, { authorOf, met }: RequestWorld, say: Say): void {
  if (authorOf === undefined) return;
  const authors = authorsOf(was.pin.items, authorOf);
  if (authors.includes(person)) say(`5: ${person} decided on request ${is.id} by a rule of their own`);
  if (authors.includes(undefined)) say(`5: ${person} decided on request ${is.id}, and nobody knows who wrote its rule`);
  if (authors.every((author) => author === NOBODY)) met.add("a request decided by a rule that the plane brought");
}

/** A decision takes away from what was asked, and never adds to it. */
function checkNarrowing({ was, is, decision }: Step, { met }: RequestWorld, say: Say): void {
  const { items, duration } = decision.limits ?? {};
  if (is.duration > was.duration) say(`5: ${decision.person} made request ${is.id} longer`);
  if ((was.dropped ?? []).some((place) => is.dropped?.includes(place) !== true))
    say(`5: ${decision.person} brought back an item of request ${is.id}`);
  if (is.items.length - (is.dropped?.length ?? 0) < 1) say(`5: nothing is left of request ${is.id}, which is approved`);
  if (items !== undefined) met.add("fewer items");
  if (duration !== undefined) met.add("a shorter time");
}

const inOffice = (rows: Rows, id: string): boolean => (rows.get("person", id) as Person | undefined)?.active === true;

/** 5 and 10, judged in the very transaction of activation. */
function checkActivation(
  request: Extract<AccessRequest, { state: "ACTIVATING" | "ACTIVE" | "PARTIAL" }>,
  world: RequestWorld,
  say: Say,
): void {
  const decided = decisionsNow(request);
  for (const { person } of decided)
    if (!inOffice(world.rows, person)) say(`5: request ${request.id} is activated by the word of ${person}, who left`);
  checkFourPeople(request, world, say);
  const needed = request.pin.stages.reduce((sum, { need }) => sum + (need === "each" ? 1 : need), 0);
  const yes = new Set(decided.filter(({ outcome }) => outcome === "approve").map(({ person }) => person));
  if (yes.size < needed) say(`5: request ${request.id} is activated by ${yes.size} people of ${needed}`);
  const asksLead = request.items.some(({ dataset }) => dataset === "sales.orders") && world.isStricter();
  if (asksLead && request.pin.stages.length < 3)
    say(`10: request ${request.id} is activated under a policy that was made stricter`);
}

/** Who asks, for whom, who decided and who wrote the rule are four; one of them may be known to be no person. */
function checkFourPeople(request: AccessRequest, { authorOf, met }: RequestWorld, say: Say): void {
  if (authorOf === undefined) return;
  met.add("an activation under strict segregation");
  const { id, requester, beneficiary, pin } = request;
  const authors = authorsOf(pin.items, authorOf);
  if (requester === beneficiary) say(`5: ${requester} has asked for themselves`);
  for (const author of authors) {
    if (author === undefined) say(`5: request ${id} is activated by a rule of which nobody knows who wrote it`);
    else if (author === requester || author === beneficiary)
      say(`5: request ${id} is activated by a rule that ${author} wrote for themselves`);
  }
}

/** 13 over all rows as they stand between two transactions. */
export function checkOverRequests(changes: readonly RowChange[], rows: Rows, say: Say): void {
  for (const { kind, after } of changes) {
    if (kind !== "access-request") continue;
    const request = after as AccessRequest;
    if (!hasGrants(request) || isRunning(request)) continue;
    for (const id of request.grants) {
      const grant = rows.get("grant", id) as Grant | undefined;
      if (grant !== undefined && RANK[grant.state] < RANK.REVOKING)
        say(`13: request ${request.id} is ${request.state} and its grant ${id} is ${grant.state}`);
    }
  }
}

/** What people hold by their rows is what their grants say, between any two transactions. */
export function checkHoldings(changes: readonly RowChange[], rows: Rows, say: Say): void {
  const people = new Set(changes.flatMap(holderOf));
  if (people.size === 0) return;
  const open = Map.groupBy(
    (rows.ofKind("grant") as readonly Grant[]).filter((grant) => !isOver(grant)),
    ({ role }) => role.person,
  );
  for (const person of people) {
    const row = rows.get("holdings", person) as Holdings | undefined;
    if (row === undefined) continue;
    const [said, held] = [namesOf(row.grants), namesOf(open.get(person) ?? [])];
    if (said !== held) say(`holdings: ${person} holds ${held || "nothing"}, and the row says ${said || "nothing"}`);
  }
}

const holderOf = ({ kind, after }: RowChange): readonly Person["id"][] => {
  if (kind === "grant") return [(after as Grant).role.person];
  return kind === "holdings" ? [(after as Holdings).person] : [];
};

const namesOf = (grants: readonly { readonly id: string }[]): string =>
  grants
    .map(({ id }) => id)
    .toSorted()
    .join(" ");
