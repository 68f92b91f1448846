import type { Deliveries } from "#infra/local/deliveries.ts";
import { beginTask, resumeTask, type Task } from "#infra/local/sim-tasks.ts";
import type { Work } from "#infra/local/work.ts";
import type { SettableClock } from "#shared/adapters/local/clocks.ts";
import type { Random } from "#shared/kernel/ids.ts";
import { type Millis, millis, plus } from "#shared/kernel/time.ts";

/** How unkind the world is: each a share of the choices, 0 to 1. */
export type Weather = {
  /** A message or a one-shot vanishes. */
  readonly lose: number;
  /** A message is delivered a second time while the first is under way. */
  readonly double: number;
  /** A running handler dies between two port calls. */
  readonly kill: number;
  /** Time moves on instead of something being done. */
  readonly wait: number;
};

export type SimulatorParts = {
  readonly clock: SettableClock;
  readonly deliveries: Deliveries;
  readonly random: Random;
  readonly weather: Weather;
  /** The most handlers under way at once. */
  readonly atOnce: number;
  /** A call of a port takes less than this: what follows another call is later. No time where absent. */
  readonly callLasts?: Millis;
};

/** Drives everything one port call at a time, in an order that only the random source decides. */
export type Simulator = {
  /** Begins something a person or another system does; it runs step by step among the rest. */
  begin(name: string, work: () => Promise<unknown>): void;
  /** One choice: resume, start, lose, double, kill or wait. Says what it was. */
  step(): Promise<string>;
  /** No more bad weather: finishes what runs and works off what is due now, all of it at once. */
  calm(): Promise<void>;
};

type World = SimulatorParts & { readonly running: Task[]; readonly waiting: Work[] };

export function simulatorOf(parts: SimulatorParts): Simulator {
  const world: World = { ...parts, running: [], waiting: [] };
  return {
    begin: (name, work) => void world.running.push(beginTask(name, work)),
    step: () => stepOf(world),
    calm: () => calm(world),
  };
}

/** How often it is looked for what is due, while there is something to do: looking costs more than a step. */
const LOOK = 0.25;

/** What is due and not already waiting or under way: a stream, a one-shot and a tick stay due until they are done. */
function newlyDue({ deliveries, waiting, running }: World): readonly Work[] {
  const known = new Set([...waiting.map(({ what }) => what), ...running.map(({ name }) => name)]);
  return deliveries.due().filter(({ what }) => !known.has(what));
}

async function stepOf(world: World): Promise<string> {
  const { random, weather, running, waiting } = world;
  if (waiting.length === 0 || random() < LOOK) waiting.push(...newlyDue(world));
  if (running.length > 0 && random() < weather.kill) return kill(world);
  if (random() < weather.wait || (running.length === 0 && waiting.length === 0)) return wait(world);
  const mayStart = waiting.length > 0 && running.length < world.atOnce;
  if (mayStart && (running.length === 0 || random() < 0.3)) return startOne(world);
  return resumeOne(world, pick(world, running));
}

const pick = <Value>({ random }: World, from: readonly Value[]): Value =>
  from[Math.floor(random() * from.length)] as Value;

const drop = <Value>(from: Value[], value: Value): void => void from.splice(from.indexOf(value), 1);

function kill(world: World): string {
  const victim = pick(world, world.running);
  drop(world.running, victim);
  return `killed ${victim.name} at ${victim.at}`;
}

function wait({ clock, deliveries, random }: World): string {
  const next = deliveries.nextAt();
  const now = clock.now();
  const small = plus(now, millis(1 + Math.floor(random() * 30_000)));
  clock.set(next !== undefined && next > now && random() < 0.5 ? next : small);
  return `waited until ${clock.now()}`;
}

function startOne(world: World): string {
  const { weather, waiting, running } = world;
  const work = pick(world, waiting);
  const chance = world.random();
  if (work.lose !== undefined && chance < weather.lose) {
    drop(waiting, work);
    work.lose();
    return `lost ${work.what}`;
  }
  const doubled = work.lose !== undefined && chance < weather.lose + weather.double;
  if (!doubled) drop(waiting, work);
  running.push(beginTask(work.what, work.run));
  return `started ${work.what}${doubled ? ", to come again" : ""}`;
}

async function resumeOne(world: World, task: Task): Promise<string> {
  const { clock, random, callLasts = 0 } = world;
  if (callLasts > 0) clock.set(plus(clock.now(), millis(Math.floor(random() * callLasts))));
  const at = await resumeTask(task);
  if (task.over) drop(world.running, task);
  return `${task.name}: ${at}`;
}

async function calm(world: World): Promise<void> {
  for (;;) {
    while (world.running.length > 0) await resumeOne(world, pick(world, world.running));
    const due = [...newlyDue(world), ...world.waiting.splice(0)];
    if (due.length === 0) return;
    world.running.push(...due.map((work) => beginTask(work.what, work.run)));
  }
}
