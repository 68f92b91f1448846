import { seededRandom } from "#infra/local/seeded-random.ts";
import { beginTask, resumeTask, type Task } from "#infra/local/sim-tasks.ts";
import { type AccessRequest, decisionsNow, hasGrants } from "#shared/access/access-request.ts";
import { cancelRequest } from "#shared/access/cancel-request.ts";
import { decideRequest } from "#shared/access/decide-request.ts";
import { editRequest } from "#shared/access/edit-request.ts";
import { isOver } from "#shared/access/grant.ts";
import { revokeRequest } from "#shared/access/revoke-request.ts";
import { personId, type RequestId } from "#shared/kernel/ids.ts";
import { hours } from "#shared/kernel/time.ts";
import { at } from "#test/support/access/moment.ts";
import { DOCUMENTS, type RequestWorld, requestWorld } from "#test/support/access/request-world.ts";
import { stricterCatalog } from "#test/support/access/stricter-catalog.ts";
import { catalogOf } from "#test/support/catalog/resolved.ts";

export type RequestJourney = {
  readonly broken: readonly string[];
  readonly trace: readonly string[];
  readonly ended: string;
};

const DECIDERS = ["owen", "olga", "sam", "sue", "fay", "ana"];

type Run = {
  readonly world: RequestWorld;
  readonly id: RequestId;
  readonly random: () => number;
  readonly running: Task[];
};

/**
 * One request of two items in an order that only the seed decides: people decide on revisions they saw
 * earlier, the policy changes, people leave and come back, it is edited, withdrawn, revoked, activated by
 * two workers at once that stop anywhere.
 */
export async function requestJourney(seed: number, steps: number): Promise<RequestJourney> {
  const world = await requestWorld();
  const items = ["", "2026"].map((below) => ({
    dataset: "sales.orders",
    template: "s3-prefix-read",
    parameters: { below },
  }));
  const id = await world.asked({ items, duration: hours(3) });
  const run: Run = { world, id, random: seededRandom(seed), running: [] };
  const trace: string[] = [];
  for (let step = 0; step < steps; step += 1) {
    trace.push(await oneStep(run));
    const broken = await brokenRules(run);
    if (broken.length > 0) return { broken, trace, ended: "" };
  }
  for (const task of run.running) while (!task.over) await resumeTask(task);
  await world.sweepUntil(at("2026-11-23T19:00:00Z"));
  world.clock.set(at("2026-11-24T09:00:00Z"));
  for (let again = 0; again < 3; again += 1) await world.sweepUntil(at(`2026-11-24T09:0${again + 1}:00Z`));
  const { state } = await world.request(id);
  const settled = "endedAt" in (await world.request(id)) && world.cloud.names().length === 0;
  return {
    broken: settled ? [] : [`it never settled: ${state}, ${world.cloud.names().join(", ")}`],
    trace,
    ended: state,
  };
}

const pick = <Value>(random: () => number, from: readonly Value[]): Value =>
  from[Math.floor(random() * from.length)] as Value;

async function oneStep(run: Run): Promise<string> {
  const { random, running, world } = run;
  const chance = random();
  if (running.length > 0 && chance < 0.8) return resumed(run);
  if (chance < 0.92 && running.length < 3) return started(run);
  if (chance < 0.935 && running.length > 0) {
    const [victim] = running.splice(Math.floor(random() * running.length), 1);
    return `killed ${victim?.name} at ${victim?.at}`;
  }
  if (chance < 0.945) return companyChanges(run);
  const length = Math.floor(random() * 600_000);
  world.wait(length);
  return `waited ${length}`;
}

async function resumed({ random, running }: Run): Promise<string> {
  const task = pick(random, running);
  const held = await resumeTask(task);
  if (task.over) running.splice(running.indexOf(task), 1);
  return `${task.name}: ${held}`;
}

async function started({ world, id, random, running }: Run): Promise<string> {
  const person = personId(pick(random, DECIDERS));
  // Whatever they looked at: the present revision, or one before.
  const revision = Math.max(1, (await world.revision(id)) - (random() < 0.8 ? 0 : 1));
  const outcome = random() < 0.9 ? "approve" : "reject";
  const [name, work] = pick<readonly [string, () => Promise<unknown>]>(random, [
    [
      `decide ${person} ${revision}`,
      () => decideRequest({ request: id, revision, person, outcome, note: "" }, world.deps),
    ],
    [
      `decide ${person} ${revision}`,
      () => decideRequest({ request: id, revision, person, outcome, note: "" }, world.deps),
    ],
    [
      `decide ${person} ${revision}`,
      () => decideRequest({ request: id, revision, person, outcome, note: "" }, world.deps),
    ],
    ["act", () => world.act(id)],
    ["act", () => world.act(id)],
    random() < 0.2
      ? [
          "edit",
          () =>
            editRequest({ request: id, revision, person: personId("ana"), change: { duration: hours(2) } }, world.deps),
        ]
      : ["act", () => world.act(id)],
    random() < 0.1
      ? ["cancel", () => cancelRequest({ request: id, person: personId("ana") }, world.deps)]
      : ["act", () => world.act(id)],
    random() < 0.2
      ? ["revoke", () => revokeRequest({ request: id, by: personId("sam"), reason: "revoked" }, world.deps)]
      : ["act", () => world.act(id)],
  ]);
  running.push(beginTask(name, work));
  return `started ${name}`;
}

async function companyChanges({ world, random }: Run): Promise<string> {
  const strict = random() < 0.5;
  if (random() < 0.4) {
    await world.governance.setCatalog(strict ? stricterCatalog(DOCUMENTS) : catalogOf(DOCUMENTS));
    return `catalogue ${strict ? "stricter" : "as before"}`;
  }
  const [id, groups] = pick(random, [
    ["owen", ["all-data", "orders-data-owners"]],
    ["sam", ["all-data", "security-engineers"]],
    ["sue", ["all-data", "security-engineers", "orders-data-owners"]],
  ] as const);
  await world.governance.setPerson(id, strict ? [] : groups);
  return `${id} ${strict ? "left their groups" : "is in their groups"}`;
}

async function brokenRules({ world, id }: Run): Promise<readonly string[]> {
  const request = await world.request(id);
  const by = decisionsNow(request).map(({ person }) => person);
  const broken: string[] = [];
  if (by.includes(personId("ana"))) broken.push("5 decided by its own requester");
  if (new Set(by).size < by.length) broken.push("5 decided twice by one person in one round");
  if (isGranted(request) && by.length < request.pin.stages.length)
    broken.push("5 granted without a word for each stage");
  if (escalationsOf(request) > 1) broken.push("escalated twice in one round");
  if (request.decisions.some(({ revision }) => revision < 1)) broken.push("6 a decision on no revision");
  if (request.round > 1 && request.pendingUntil !== at("2026-11-24T09:00:00Z")) broken.push("the pending end moved");
  return [...broken, ...(await brokenGrants(world, request))];
}

async function brokenGrants(world: RequestWorld, request: AccessRequest): Promise<readonly string[]> {
  const broken: string[] = [];
  const grants = hasGrants(request)
    ? await Promise.all(request.items.map((_, item) => world.grant(request.id, item)))
    : [];
  if ("endedAt" in request && !grants.every(isOver)) broken.push("13 over, and a grant is not");
  if (!hasGrants(request) && world.cloud.names().length > 0) broken.push("1 something is there without a grant");
  return broken;
}

const escalationsOf = ({ pin }: AccessRequest): number =>
  pin.stages.filter(({ escalated }) => escalated !== undefined).length;

const isGranted = (request: AccessRequest): boolean =>
  ["APPROVED", "ACTIVATING", "ACTIVE", "PARTIAL"].includes(request.state);
