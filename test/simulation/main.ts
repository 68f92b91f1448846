/*
 * npm run simulate -- --seeds N [--from S]       N seeds on all cores: the first breaches with their last steps
 * npm run simulate -- --seed X [--trace]         one seed again, exactly; with every step
 *
 * Each seed is one company for some days: people, messages, crashes and a cloud that misbehaves, with the
 * invariants of test/simulation/invariants checked after every step. Says how many of them met each rare case;
 * of many seeds each has to be met. Ends with `N passed, N failed`.
 */
import { appendFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { CASES, type Case } from "#test/simulation/acts/cases.ts";
import { type Outcome, runSeed } from "#test/simulation/run-seed.ts";

/** More failing seeds than this are counted, and not told. */
const MOST_TOLD = 10;

/** So many seeds meet every case, or the journeys have become too tame. */
const ENOUGH = 1_000;

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "200" },
    from: { type: "string", default: "1" },
    seed: { type: "string" },
    trace: { type: "boolean", default: false },
  },
});

let told = 0;
const outcomes = values.seed === undefined ? await many() : [toldOf(await runSeed(Number(values.seed)))];
const failed = outcomes.filter(({ breaches }) => breaches.length > 0);
const unmet = outcomes.length < ENOUGH ? [] : CASES.filter((each) => timesMet(each, outcomes) === 0);
if (values.trace) for (const { trace } of outcomes) process.stdout.write(`${trace.join("\n")}\n`);
if (outcomes.length === 0) process.stdout.write("Cannot simulate: no seed was asked for\n");
const tally = process.env["TALLY_FILE"];
if (tally !== undefined) appendFileSync(tally, `${outcomes.length - failed.length} ${failed.length}\n`);
for (const each of unmet) process.stdout.write(`Cannot say that it holds: no journey met ${each}\n`);
process.stdout.write(`${outcomes.length - failed.length} passed, ${failed.length} failed\n`);
process.exitCode = failed.length > 0 || unmet.length > 0 || outcomes.length === 0 ? 1 : 0;

/** At once, so that nobody has to wait for the last seed to look into the first that failed. */
function toldOf(outcome: Outcome): Outcome {
  const { seed, breaches, trace } = outcome;
  if (breaches.length === 0 || told >= MOST_TOLD) return outcome;
  told += 1;
  process.stdout.write(`\nseed ${seed}: ${breaches.join("\n  ")}\n`);
  for (const line of trace.slice(-12)) process.stdout.write(`    ${line}\n`);
  process.stdout.write(`  again: npm run simulate -- --seed ${seed} --trace\n`);
  return outcome;
}

async function many(): Promise<readonly Outcome[]> {
  const began = performance.now();
  const first = Number(values.from);
  const seeds = Array.from({ length: Number(values.seeds) }, (_, index) => first + index);
  const all: Outcome[] = [];
  const crews = Array.from({ length: Math.min(availableParallelism(), seeds.length) }, () => work(seeds, all));
  await Promise.all(crews);
  const steps = all.reduce((sum, each) => sum + each.steps, 0);
  const seconds = (performance.now() - began) / 1_000;
  process.stdout.write(
    `${all.length} seeds, ${steps} steps in ${seconds.toFixed(1)} s: ${(steps / seconds).toFixed(0)} steps a second\n`,
  );
  for (const [name, count] of CASES.map((each) => [each, timesMet(each, all)] as const))
    process.stdout.write(`  ${String(count).padStart(6)} met ${name}\n`);
  return all.toSorted((left, right) => left.seed - right.seed);
}

function timesMet(name: Case, all: readonly Outcome[]): number {
  return all.filter(({ met }) => met.includes(name)).length;
}

/** One worker thread that takes seed after seed; when it dies, the seed it had has failed. */
function work(seeds: number[], all: Outcome[]): Promise<void> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL("./worker.ts", import.meta.url));
    let current: number | undefined;
    const next = (): void => {
      current = seeds.shift();
      if (current === undefined) void worker.terminate().then(() => resolve());
      else worker.postMessage(current);
    };
    worker.on("message", (outcome: Outcome) => {
      all.push(toldOf(outcome));
      next();
    });
    worker.on("error", (fault) => {
      const breaches = [`fault: ${String(fault)}`];
      all.push(toldOf({ seed: current ?? 0, steps: 0, breaches, trace: [], met: [] }));
      resolve();
    });
    next();
  });
}
