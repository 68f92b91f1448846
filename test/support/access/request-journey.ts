import { seededRandom } from "#infra/local/seeded-random.ts";
import { beginTask, resumeTask, type Task } from "#infra/local/sim-tasks.ts";
import { isApproved } from "#shared/access/access-request.ts";
import { cancelRequest } from "#shared/access/cancel-request.ts";
import { decideRequest } from "#shared/access/decide-request.ts";
import { editRequest } from "#shared/access/edit-request.ts";
import { revokeRequest } from "#shared/access/revoke-request.ts";
import { personId, type RequestId } from "#shared/kernel/ids.ts";
import { hours, latest } from "#shared/kernel/time.ts";
import { at } from "#test/support/access/moment.ts";
import { brokenRules, type SeenRequest, seenNow } from "#test/support/access/request-rules.ts";
import { DOCUMENTS, type RequestWorld, requestWorld } from "#test/support/access/request-world.ts";
import { stricterCatalog } from "#test/support/access/stricter-catalog.ts";
import { catalogOf } from "#test/support/catalog/resolved.ts";

export type RequestJourney = {
  readonly broken: readonly string[];
  readonly trace: readonly string[];
  /** The states it was in, and "approved anew". */
  readonly reached: ReadonlySet<string>;
};

/** sue may take either of the first two stages, and one of them only. */
const DECIDERS = [
  ["owen", ["all-data", "orders-data-owners"]],
  ["olga", ["all-data", "orders-data-owners"]],
  ["sue", ["all-data", "security-engineers", "orders-data-owners"]],
  ["sam", ["all-data", "security-engineers"]],
  ["fay", ["all-data", "finance-leads"]],
] as const;

/** Who asks, and for whom: by their groups both could decide. */
const OWN = [
  ["ana", ["all-data", "orders-data-owners"]],
  ["ben", ["all-data", "security-engineers"]],
] as const;

/** So many steps more show that what is over stays so. */
const ONCE_OVER = 60;

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
  for (const [person, groups] of [...DECIDERS, ...OWN]) await world.governance.setPerson(person, groups);
  const id = await world.asked({ beneficiary: personId("ben"), items, duration: hours(3) });
  const run: Run = { world, id, random: seededRandom(seed), running: [] };
  const trace: string[] = [];
  const reached = new Set<string>();
  let before = await seenNow(world, id);
  for (let step = 0, over = 0; step < steps && over < ONCE_OVER; step += 1) {
    trace.push(await oneStep(run));
    const after = await seenNow(world, id);
    reached.add(placeOf(after));
    const broken = await brokenRules(world, before, after);
    if (broken.length > 0) return { broken, trace, reached };
    before = after;
    over += "endedAt" in after.request ? 1 : 0;
  }
  return { broken: await fairEnd(run), trace, reached: reached.add((await world.request(id)).state) };
}

const placeOf = ({ request }: SeenRequest): string =>
  request.round > 1 && isApproved(request) ? "approved anew" : request.state;

async function fairEnd({ world, id, running }: Run): Promise<readonly string[]> {
  for (const task of running) while (!task.over) await resumeTask(task);
  for (let hour = 10; hour < 24; hour += 1) {
    world.clock.set(latest(world.clock.now(), at(`2026-11-23T${hour}:00:00Z`)));
    await world.sweep();
  }
  world.clock.set(at("2026-11-24T09:00:00Z"));
  for (let again = 0; again < 3; again += 1) await world.sweepUntil(at(`2026-11-24T09:0${again + 1}:00Z`));
  const request = await world.request(id);
  const settled = "endedAt" in request && world.cloud.names().length === 0;
  return settled ? [] : [`it never settled: ${request.state}, ${world.cloud.names().join(", ")}`];
}

const pick = <Value>(random: () => number, from: readonly Value[]): Value =>
  from[Math.floor(random() * from.length)] as Value;

async function oneStep(run: Run): Promise<string> {
  const { random, running, world } = run;
  const chance = random();
  if (running.length > 0 && chance < 0.86) return resumed(run);
  if (chance < 0.94 && running.length < 3) return started(run);
  if (chance < 0.945 && running.length > 0) {
    const [victim] = running.splice(Math.floor(random() * running.length), 1);
    return `killed ${victim?.name} at ${victim?.at}`;
  }
  if (chance < 0.97) return companyChanges(run);
  const length = Math.floor(random() * 300_000);
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
  const [person] = pick(random, [...DECIDERS, ...DECIDERS, ...OWN]);
  // Whatever they looked at: the present revision, or one before.
  const revision = Math.max(1, (await world.revision(id)) - (random() < 0.8 ? 0 : 1));
  const outcome = random() < 0.95 ? "approve" : "reject";
  const word = { request: id, revision, person: personId(person), outcome, note: "" } as const;
  const ana = personId("ana");
  const which = random();
  const [name, work]: readonly [string, () => Promise<unknown>] =
    which < 0.54
      ? [`decide ${person} ${revision}`, () => decideRequest(word, world.deps)]
      : which < 0.9
        ? ["act", () => world.act(id)]
        : which < 0.93
          ? ["edit", () => editRequest({ request: id, revision, person: ana, change: EDIT }, world.deps)]
          : which < 0.935
            ? ["cancel", () => cancelRequest({ request: id, person: ana }, world.deps)]
            : ["revoke", () => revokeRequest({ request: id, by: personId("sam"), reason: "revoked" }, world.deps)];
  running.push(beginTask(name, work));
  return `started ${name}`;
}

const EDIT = { duration: hours(2) };

async function companyChanges({ world, random }: Run): Promise<string> {
  const away = random() < 0.35;
  if (random() < 0.3) {
    await world.governance.setCatalog(away ? stricterCatalog(DOCUMENTS) : catalogOf(DOCUMENTS));
    return `catalogue ${away ? "stricter" : "as before"}`;
  }
  const [id, groups] = pick(random, DECIDERS);
  await world.governance.setPerson(id, away ? ["all-data"] : groups);
  return `${id} ${away ? "left their groups" : "is in their groups"}`;
}
