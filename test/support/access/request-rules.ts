import { type AccessRequest, type Decision, hasGrants, isRunning } from "#shared/access/access-request.ts";
import { type Grant, isEnding, isOver } from "#shared/access/grant.ts";
import { groupName, type PersonId, personId, type RequestId } from "#shared/kernel/ids.ts";
import { must } from "#test/support/access/grant-world.ts";
import type { RequestWorld } from "#test/support/access/request-world.ts";

/** A request as it was after a step, with its grants: what the next step is compared with. */
export type SeenRequest = {
  readonly request: AccessRequest;
  readonly revision: number;
  readonly grants: readonly Grant[];
};

/** Who decides on restricted data in production, stage by stage; the third asks where orders has rules of its own. */
const STAGES = ["orders-data-owners", "security-engineers", "finance-leads"].map(groupName);

const OWN = ["ana", "ben"].map(personId);

export async function seenNow(world: RequestWorld, id: RequestId): Promise<SeenRequest> {
  const { value: request, revision } = must(await world.store.request(id));
  const items = hasGrants(request) ? request.items.map((_, item) => item) : [];
  return { request, revision, grants: await Promise.all(items.map((item) => world.grant(id, item))) };
}

/** What is broken of the rules of requests after a step, in which at most one transaction was written. */
export async function brokenRules(
  world: RequestWorld,
  before: SeenRequest,
  after: SeenRequest,
): Promise<readonly string[]> {
  const people = await decidersNow(world);
  const asked = (await world.governance.catalog()).catalog.accessPolicies.has("orders-own-rules") ? 3 : 2;
  const step: Step = { before, after, people, asked };
  const left = hasGrants(after.request) ? 0 : world.cloud.names().length;
  return [
    ...RULES.filter(([, holds]) => !holds(step)).map(([says]) => says),
    ...(left > 0 ? ["1 something is there without a grant"] : []),
  ];
}

type Deciders = ReadonlyMap<PersonId, readonly string[]>;

/** By the directory of this moment: who is in which of the groups that decide. */
async function decidersNow({ governance }: RequestWorld): Promise<Deciders> {
  const { all } = await governance.people();
  return new Map(all.map(({ id, active, groups }) => [id, active && !OWN.includes(id) ? groups : []]));
}

type Step = {
  readonly before: SeenRequest;
  readonly after: SeenRequest;
  readonly people: Deciders;
  /** So many stages the catalogue of now asks. */
  readonly asked: number;
};

type Rule = readonly [says: string, holds: (step: Step) => boolean];

const RULES: readonly Rule[] = [
  ["6 a revision was written over", (step) => !changed(step) || step.after.revision === step.before.revision + 1],
  ["6 a decision counts on another revision", (step) => onItsRevision(step)],
  ["5 somebody decided who may not", (step) => !said(step) || mayDecide(step)],
  ["5 one person decided twice in one round", (step) => new Set(by(step)).size === by(step).length],
  ["5 a yes leaves nobody for what comes", (step) => !saidYes(step) || isCoverable(step)],
  ["5 activated by somebody who would not be asked now", (step) => !activated(step) || decidersStand(step)],
  ["10 activated under less than the catalogue asks now", (step) => !activated(step) || asksEnough(step)],
  ["13 a grant began under a request that is not live", (step) => !began(step) || isRunning(step.after.request)],
  ["13 being revoked, and a grant goes on", ({ after }) => !isRevoked(after) || after.grants.every(isEndingOrOver)],
  ["13 over, and a grant is not", ({ after }) => !("endedAt" in after.request) || after.grants.every(isOver)],
];

const changed = ({ before, after }: Step): boolean => JSON.stringify(before.request) !== JSON.stringify(after.request);

/** The decision that this step wrote. */
function said({ before, after }: Step): Decision | undefined {
  const { decisions } = after.request;
  return decisions.length > before.request.decisions.length ? decisions.at(-1) : undefined;
}

const onItsRevision = (step: Step): boolean => {
  const decision = said(step);
  return decision === undefined || decision.revision === step.before.revision;
};

const saidYes = (step: Step): boolean => said(step)?.outcome === "approve";

const decidedNow = ({ request }: SeenRequest): readonly Decision[] =>
  request.decisions.filter(({ round }) => round === request.round);

const by = ({ after }: Step): readonly PersonId[] => decidedNow(after).map(({ person }) => person);

const isAsked = ({ person, stage }: Decision, people: Deciders): boolean =>
  people.get(person)?.includes(STAGES[stage] ?? "") === true;

function mayDecide(step: Step): boolean {
  const decision = said(step);
  return decision === undefined || isAsked(decision, step.people);
}

const decidersStand = (step: Step): boolean => decidedNow(step.after).every((each) => isAsked(each, step.people));

function asksEnough({ after, asked }: Step): boolean {
  const stages = new Set(decidedNow(after).map(({ stage }) => stage));
  return after.request.pin.stages.length >= asked && stages.size === after.request.pin.stages.length;
}

/** Whether each stage behind this decision has somebody of its own who has said nothing yet. */
function isCoverable(step: Step): boolean {
  const stages = step.after.request.pin.stages.map((_, stage) => stage);
  const open = stages.filter((stage) => stage > (said(step)?.stage ?? 0));
  const free = [...step.people].filter(([person]) => !by(step).includes(person)).map(([, groups]) => groups);
  return canSeat(
    open.map((stage) => STAGES[stage] ?? ""),
    free,
  );
}

function canSeat([group, ...others]: readonly string[], free: readonly (readonly string[])[]): boolean {
  if (group === undefined) return true;
  return free.some((groups, taken) => groups.includes(group) && canSeat(others, free.toSpliced(taken, 1)));
}

const isRevoked = ({ request }: SeenRequest): boolean => request.state === "REVOKING";

const isEndingOrOver = (grant: Grant): boolean => isEnding(grant) || isOver(grant);

const activated = ({ before, after }: Step): boolean => !hasGrants(before.request) && hasGrants(after.request);

const began = ({ before, after }: Step): boolean =>
  after.grants.some(({ state }, place) => state === "PROVISIONING" && before.grants[place]?.state === "PLANNED");
