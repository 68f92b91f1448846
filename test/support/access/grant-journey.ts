import { seededRandom } from "#infra/local/seeded-random.ts";
import { beginTask, resumeTask, type Task } from "#infra/local/sim-tasks.ts";
import { converge } from "#shared/access/converge.ts";
import { type Grant, isBegun } from "#shared/access/grant.ts";
import { mayExtend } from "#shared/access/grant-extend.ts";
import { revokeRequest } from "#shared/access/revoke-request.ts";
import { type GrantId, grantId, personId, requestId } from "#shared/kernel/ids.ts";
import { type EpochMillis, hours, millis, plus } from "#shared/kernel/time.ts";
import { extendedTo } from "#test/support/access/extend-grant.ts";
import { brokenInvariants, type History } from "#test/support/access/grant-invariants.ts";
import { G1, type GrantWorld, grantWorld } from "#test/support/access/grant-world.ts";
import type { ModelCloud } from "#test/support/access/model-cloud.ts";
import { at } from "#test/support/access/moment.ts";

/** What came of one random journey: what broke, and the steps that led there. */
export type Journey = {
  readonly broken: readonly string[];
  readonly trace: readonly string[];
  /** The states that its grants were in, and "extended". */
  readonly reached: ReadonlySet<string>;
};

const IDS = [grantId("G-1-1"), grantId("G-1-2")];
const FATES = ["lands", "lands", "lands", "lands", "hangs", "hangs", "unanswered", "throttled", "in-vain"] as const;

/**
 * Two grants of one request, up to three workers, in an order that only the seed decides: workers stop
 * anywhere, puts land late or never, replies get lost, reads fail, time jumps, somebody revokes, an
 * extension is applied. Ends in fair weather, in which everything must come to its end.
 */
export async function grantJourney(seed: number, steps: number): Promise<Journey> {
  const world = await grantWorld(2);
  const random = seededRandom(seed);
  const history: History = { approvedUntil: new Map(), was: new Map() };
  const trace: string[] = [];
  const reached = new Set<string>();
  const scheduled: string[] = [];
  world.cloud.onPut = (name) => {
    if (!world.schedules.standing.has(name)) scheduled.push(`2 "${name}" was put before its end was scheduled`);
  };
  const run = { world, random, history, running: [] as Task[] };
  for (let step = 0; step < steps; step += 1) {
    trace.push(await oneStep(run));
    await noteEnds(run);
    const broken = [...scheduled, ...(await brokenInvariants(world, IDS, history))];
    for (const grant of history.was.values()) reached.add(placeOf(grant));
    if (broken.length > 0) return { broken, trace, reached };
  }
  return { broken: [...scheduled, ...(await fairEnd(run))], trace, reached };
}

/** A state, or that an extension is in effect. */
const placeOf = (grant: Grant): string =>
  grant.state === "ACTIVE" && grant.seenGeneration > 1 ? "extended" : grant.state;

type Run = {
  readonly world: GrantWorld;
  readonly random: () => number;
  readonly history: History;
  readonly running: Task[];
};

const pick = <Value>(random: () => number, from: readonly Value[]): Value =>
  from[Math.floor(random() * from.length)] as Value;

async function oneStep(run: Run): Promise<string> {
  const { world, random, running } = run;
  const chance = random();
  // A worker that comes to its end passes some thirty gates: most steps have to be one of them.
  if (running.length > 0 && chance < 0.84) return resumeOne(run);
  if (running.length < 3 && chance < 0.89) {
    const id = pick(random, IDS);
    running.push(beginTask(`converge ${id}`, () => converge(id, world.deps)));
    return `started ${id}`;
  }
  if (chance < 0.9 && running.length > 0) {
    const [victim] = running.splice(Math.floor(random() * running.length), 1);
    return `killed ${victim?.name} at ${victim?.at}`;
  }
  if (chance < 0.92) return `landed ${world.cloud.land()}`;
  if (chance < 0.94) return weather(world.cloud, random);
  if (chance < 0.97) return extendOrRevoke(run);
  return passTime(run);
}

async function resumeOne({ random, running }: Run): Promise<string> {
  const task = pick(random, running);
  const held = await resumeTask(task);
  if (task.over) running.splice(running.indexOf(task), 1);
  return `${task.name}: ${held}`;
}

function weather(cloud: ModelCloud, random: () => number): string {
  cloud.putFate = pick(random, FATES);
  cloud.deletes = pick(random, ["work", "work", "fail", "hang", "in-vain"]);
  cloud.reads = pick(random, ["fresh", "fresh", "fresh", "fresh", "fresh", "fail"]);
  return `weather ${cloud.putFate} ${cloud.deletes} ${cloud.reads}`;
}

async function extendOrRevoke({ world, random, history }: Run): Promise<string> {
  if (random() < 0.12) {
    await revokeRequest({ request: requestId("R-1"), by: personId("sam"), reason: "revoked" }, world);
    return "revoked";
  }
  const grant = await world.grant(G1);
  if (grant.state !== "ACTIVE") return "nothing to extend";
  const until = plus(grant.expiresAt, hours(1));
  if (!mayExtend(grant, { now: world.clock.now(), until })) return "too late to extend";
  if (!(await extendedTo(world, until))) return "extension lost";
  history.approvedUntil.set(G1, until);
  return "extended";
}

function passTime({ world, random }: Run): string {
  const jump = random();
  const length = jump < 0.6 ? Math.floor(random() * 10_000) : jump < 0.9 ? 31_000 : Math.floor(random() * 7_200_000);
  world.wait(length);
  return `waited ${length}`;
}

/** The end that was approved is the one that beginning fixed. */
async function noteEnds({ world, history }: Run): Promise<void> {
  for (const id of IDS) {
    const grant = await world.grant(id);
    if (isBegun(grant) && !history.approvedUntil.has(id)) history.approvedUntil.set(id, grant.expiresAt);
  }
}

async function fairEnd({ world, running, history }: Run): Promise<readonly string[]> {
  for (const task of running) while (!task.over) await resumeTask(task);
  world.cloud.putFate = "lands";
  world.cloud.deletes = "work";
  world.cloud.reads = "fresh";
  for (let moment = world.clock.now(); moment < END; moment = plus(moment, hours(1))) await settle(world, moment);
  for (let minute = 0; minute < 60; minute += 1) await settle(world, plus(END, millis(minute * 60_000)));
  const broken = [...(await brokenInvariants(world, IDS, history))];
  for (const id of IDS) {
    const { state } = await world.grant(id);
    if (state !== "REVOKED" && state !== "NEVER_STARTED") broken.push(`${id} never ended: ${state}`);
  }
  const { state } = await world.request();
  if (state !== "ENDED" && state !== "REVOKED" && state !== "FAILED") broken.push(`the request never ended: ${state}`);
  if (world.cloud.names().length > 0) broken.push(`left behind: ${world.cloud.names().join(", ")}`);
  return broken;
}

/** Beyond every end that a journey can reach: 12 hours in total from an activation that is at most 5 hours late. */
const END = at("2026-11-24T09:00:00Z");

async function settle(world: GrantWorld, moment: EpochMillis): Promise<void> {
  world.clock.set(moment);
  for (const id of IDS as readonly GrantId[]) await converge(id, world.deps);
}
