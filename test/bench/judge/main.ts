/*
 * What judging costs: 100,000 generated resources by 20 policies, streamed, beside the same rules written by hand in plain
 * JavaScript; and what it holds in memory at 10,000, 100,000 and 1,000,000.
 *
 * node test/bench/judge/main.ts [--smoke]
 */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

import { compilePolicies } from "#shared/policy/compile-policies.ts";
import type { Verdict } from "#shared/policy/judgement.ts";
import { judgeByHand } from "#test/bench/judge/by-hand.ts";
import { POLICIES } from "#test/bench/judge/policies.ts";
import { type Generated, population } from "#test/bench/judge/population.ts";
import { policyCatalog } from "#test/shared/policy/governed.ts";

const AIM = 1.5;

const smoke = process.argv.includes("--smoke");
const judge = compilePolicies(policyCatalog({ policies: POLICIES }));

type Pass = (one: Generated) => number;

const nothing: Pass = ({ resource }) => resource.type.length;
const byHand: Pass = ({ resource, facts }) => judgeByHand(resource, facts).length;

/** Counts as by hand: what is compliant or unknown is no finding. */
const byPolicies: Pass = ({ resource, facts }) => {
  let found = 0;
  for (const verdict of judge(resource, facts).verdicts) if (verdict.is === "violating") found += 1;
  return found;
};

type Measured = { readonly cpu: number; readonly found: number };

/** CPU of this process in milliseconds: user and system, so that the collector's threads count too. */
function measure(pass: Pass, count: number): Measured {
  const before = process.cpuUsage();
  let found = 0;
  for (const one of population(count)) found += pass(one);
  const { user, system } = process.cpuUsage(before);
  return { cpu: (user + system) / 1_000, found };
}

const keyOf = (policy: string, rule: string, plan: unknown): string => `${policy} ${rule} ${JSON.stringify(plan)}`;

const violations = (verdicts: readonly Verdict[]): readonly string[] =>
  verdicts.flatMap((each) => (each.is === "violating" ? [keyOf(each.policy, each.rule, each.plannedChanges)] : []));

/** A baseline that does something else is no baseline: same findings and same writes, resource by resource. */
function assertSame(count: number): void {
  for (const { resource, facts } of population(count)) {
    const ours = violations(judge(resource, facts).verdicts).toSorted();
    const theirs = judgeByHand(resource, facts)
      .map(({ policy, rule, plan }) => keyOf(policy, rule, plan))
      .toSorted();
    if (ours.join("\n") !== theirs.join("\n")) {
      throw new Error(
        `Cannot compare: ${resource.name} differs\nours ${ours.join(" | ")}\nby hand ${theirs.join(" | ")}`,
      );
    }
  }
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

function benchmarkCpu(): void {
  const [count, rounds] = smoke ? [2_000, 3] : [100_000, 9];
  assertSame(smoke ? 2_000 : 20_000);
  const passes = { nothing, byHand, byPolicies };
  for (const pass of Object.values(passes)) measure(pass, count);
  const runs = Array.from({ length: rounds }, () => ({
    nothing: measure(nothing, count).cpu,
    byHand: measure(byHand, count).cpu,
    byPolicies: measure(byPolicies, count).cpu,
  }));
  const made = median(runs.map((run) => run.nothing));
  const hand = median(runs.map((run) => run.byHand - run.nothing));
  const ours = median(runs.map((run) => run.byPolicies - run.nothing));
  const { found } = measure(byPolicies, count);
  console.log(`judge: ${count} resources by ${POLICIES.length} policies, ${found} violations, median of ${rounds}`);
  console.log(`  making the resources   ${made.toFixed(0)} ms CPU (in both, taken off both)`);
  console.log(
    `  by hand                ${hand.toFixed(0)} ms CPU, ${((hand * 1_000) / count).toFixed(2)} µs a resource`,
  );
  console.log(
    `  by policies            ${ours.toFixed(0)} ms CPU, ${((ours * 1_000) / count).toFixed(2)} µs a resource`,
  );
  console.log(
    `  ratio                  ${(ours / hand).toFixed(2)}x judging alone (aim at most ${AIM}x), ${((ours + made) / (hand + made)).toFixed(2)}x with the stream`,
  );
}

/** In a process of its own, so that one size does not inherit the other's heap. */
function benchmarkMemory(): void {
  const counts = smoke ? [1_000, 5_000] : [10_000, 100_000, 1_000_000];
  for (const count of counts) {
    const answer = execFileSync(process.execPath, [
      "--expose-gc",
      fileURLToPath(import.meta.url),
      "--held",
      String(count),
    ]);
    console.log(`  memory at ${String(count).padStart(9)}    ${answer.toString().trim()}`);
  }
}

/** What stays after a full collection, read ten times along the stream, and the most the process ever took. */
function printHeld(count: number): void {
  const held: number[] = [];
  let at = 0;
  for (const one of population(count)) {
    byPolicies(one);
    at += 1;
    if (at % (count / 10) !== 0) continue;
    globalThis.gc?.();
    held.push(process.memoryUsage().heapUsed / 1_048_576);
  }
  const most = process.resourceUsage().maxRSS / 1_024;
  console.log(`${Math.max(...held).toFixed(1)} MB held, ${most.toFixed(0)} MB resident at most`);
}

const heldAt = process.argv.indexOf("--held");
if (heldAt === -1) {
  benchmarkCpu();
  benchmarkMemory();
} else {
  printHeld(Number(process.argv[heldAt + 1]));
}
