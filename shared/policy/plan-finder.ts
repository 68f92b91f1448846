import type { ResourceFacts } from "#shared/policy/facts.ts";
import type { JudgedResource } from "#shared/policy/judgement.ts";
import { type JudgingPlan, layOut, type Present } from "#shared/policy/judging-plan.ts";
import { subjectOf } from "#shared/policy/policy-scope.ts";
import { type FactRead, readsOf } from "#shared/policy/scope-facts.ts";
import type { Standing } from "#shared/policy/standing.ts";
import type { PolicyProgram } from "#shared/policy/type-program.ts";

export type PlanFinder = (resource: JudgedResource, facts: ResourceFacts) => JudgingPlan;

/** Plans are kept by what decided them; past this many steps of all paths, new ones are made each time. */
const MOST_STEPS = 8_192;

/** Values of one fact that are numbered; on resources with others, each policy's scope is asked. */
const MOST_VALUES = 31;

type Step = { readonly next: Map<unknown, Step>; plan: JudgingPlan | undefined };

/**
 * Finds the plan for a resource of one type.
 *
 * How most policies stand to a resource follows from a handful of facts that many resources share
 * (environment, class, tier, …). A plan is kept under these facts and under how each of the other
 * policies stands, so the scopes of twenty policies cost a few look-ups.
 */
export function planFinder(policies: readonly PolicyProgram[]): PlanFinder {
  const byFacts = policies.filter(({ decidedByFacts }) => decidedByFacts);
  const others = policies.filter(({ decidedByFacts }) => !decidedByFacts);
  const numbered = readsOf(byFacts.flatMap(({ asked }) => asked)).map((read) => ({ read, seen: [] as unknown[] }));
  const root = newStep();
  const byStandings = newStep();
  let steps = 0;

  const step = (from: Step, value: unknown): Step => {
    const known = from.next.get(value);
    if (known !== undefined) return known;
    const made = newStep();
    if (steps < MOST_STEPS) from.next.set(value, made);
    steps += 1;
    return made;
  };

  /** Many facts come to the same standings; they share one plan. */
  const planOf = (standings: readonly (Standing | undefined)[]): JudgingPlan => {
    const end = standings.reduce(step, byStandings);
    end.plan ??= layOut(standings.flatMap((standing, at) => presentAt(policies[at], standing)));
    return end.plan;
  };

  return (resource, facts) => {
    const code = codeOf(numbered, resource, facts);
    let at = code === undefined ? newStep() : step(root, code);
    if (others.length > 0) {
      const subject = subjectOf(resource, facts);
      for (const { scope } of others) at = step(at, scope(subject, facts));
    }
    if (at.plan === undefined) at.plan = planOf(standingsOf(policies, resource, facts));
    return at.plan;
  };
}

const newStep = (): Step => ({ next: new Map(), plan: undefined });

type Numbered = { readonly read: FactRead; readonly seen: unknown[] };

/** One number for the values of all facts, in base 32: for the six that there are, one that fits a small integer. */
function codeOf(numbered: readonly Numbered[], resource: JudgedResource, facts: ResourceFacts): number | undefined {
  let code = 0;
  for (const { read, seen } of numbered) {
    const value = read(resource, facts);
    let number = seen.indexOf(value);
    if (number === -1) {
      if (seen.length >= MOST_VALUES) return undefined;
      number = seen.push(value) - 1;
    }
    code = code * (MOST_VALUES + 1) + number;
  }
  return code;
}

function standingsOf(
  policies: readonly PolicyProgram[],
  resource: JudgedResource,
  facts: ResourceFacts,
): readonly (Standing | undefined)[] {
  const subject = subjectOf(resource, facts);
  return policies.map(({ scope }) => scope(subject, facts));
}

const presentAt = (policy: PolicyProgram | undefined, standing: Standing | undefined): readonly Present[] =>
  policy === undefined || standing === undefined ? [] : [{ policy, standing }];
