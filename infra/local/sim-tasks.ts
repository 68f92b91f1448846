import { setImmediate as turn } from "node:timers/promises";
import { behindGate } from "#infra/local/gates.ts";

/** Something under way in a simulation, held at a port call until it is let go on. */
export type Task = {
  readonly name: string;
  /** The port call it is held at. */
  at: string;
  resume: (() => void) | undefined;
  over: boolean;
  fault?: unknown;
};

/** More turns than this without reaching a port is work outside the ports, which a simulation cannot order. */
const MOST_TURNS = 1_000;

/** Starts `work`, held before its first step. */
export function beginTask(name: string, work: () => Promise<unknown>): Task {
  const task: Task = { name, at: "start", resume: undefined, over: false };
  const gate = (call: string) =>
    new Promise<void>((resolve) => {
      task.at = call;
      task.resume = resolve;
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
 * Lets a task go on to its next port call, or its end; returns the call it was held at.
 *
 * @throws whatever the task threw, and an Error when it waits for something that is no port
 */
export async function resumeTask(task: Task): Promise<string> {
  const { at, resume } = task;
  task.resume = undefined;
  resume?.();
  for (let turns = 0; !(task.over || task.resume !== undefined); turns += 1) {
    if (turns === MOST_TURNS) throw new Error(`Cannot simulate "${task.name}": it waits for something that is no port`);
    await turn();
  }
  if (task.fault !== undefined) throw task.fault;
  return at;
}
