import { setImmediate as turn } from "node:timers/promises";
import { behindGate } from "#infra/local/gates.ts";

type Held = { readonly call: string; readonly go: () => void };

/** Something under way in a simulation, held at a port call until it is let go on. */
export type Task = {
  readonly name: string;
  /** The port call it is held at: the first, where it makes several at once. */
  at: string;
  /** The calls it is held at, in the order in which it came to them. */
  readonly held: Held[];
  over: boolean;
  fault?: unknown;
};

/** More turns than this without reaching a port is work outside the ports, which a simulation cannot order. */
const MOST_TURNS = 1_000;

/** Starts `work`, held before its first step. */
export function beginTask(name: string, work: () => Promise<unknown>): Task {
  const task: Task = { name, at: "start", held: [], over: false };
  const gate = (call: string) =>
    new Promise<void>((go) => {
      if (task.held.length === 0) task.at = call;
      task.held.push({ call, go });
    });
  void behindGate(gate, () => finish(task, gate("start").then(work)));
  return task;
}

async function finish(task: Task, work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (fault) {
    task.fault = fault;
  }
  task.over = true;
}

/**
 * Lets a task go on to its next port call, or its end; returns the call it was held at. Of several
 * calls made at once, the one that was made first goes on.
 *
 * @throws whatever the task threw, and an Error when it waits for something that is no port
 */
export async function resumeTask(task: Task): Promise<string> {
  const { at } = task;
  task.held.shift()?.go();
  task.at = task.held[0]?.call ?? at;
  for (let turns = 0; turns === 0 || !(task.over || task.held.length > 0); turns += 1) {
    if (turns === MOST_TURNS) throw new Error(`Cannot simulate "${task.name}": it waits for something that is no port`);
    await turn();
  }
  if (task.fault !== undefined) throw task.fault;
  return at;
}
