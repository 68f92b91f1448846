import type { Catalog } from "#shared/catalog/catalog.ts";
import type { ResourceFacts } from "#shared/policy/facts.ts";
import { judgeByPlan } from "#shared/policy/judge-by-plan.ts";
import { judgeParts } from "#shared/policy/judge-parts.ts";
import type { JudgedResource, Judgement } from "#shared/policy/judgement.ts";
import { type PlanFinder, planFinder } from "#shared/policy/plan-finder.ts";
import { compileType } from "#shared/policy/type-program.ts";
import { vocabularyOf } from "#shared/policy/vocabulary.ts";

/** What judging needs of the catalogue. */
export type PolicyCatalog = Pick<Catalog, "company" | "teams" | "datasets" | "workloads" | "policies" | "exemptions">;

/** Judges one resource by every policy at once: the same input always gets the same judgement. */
export type Judge = (resource: JudgedResource, facts: ResourceFacts) => Judgement;

/** Types come from outside too; this many are kept compiled, the rest are compiled each time. */
const MOST_TYPES = 512;

/**
 * Compiles the policies of a catalogue to plain closures, per resource type at its first resource.
 *
 * @throws SyntaxError on a pattern that the document contract would have refused
 */
export function compilePolicies(catalog: PolicyCatalog): Judge {
  const vocabulary = vocabularyOf(catalog);
  const finders = new Map<string, PlanFinder>();
  const finderOf = (type: string): PlanFinder => {
    const known = finders.get(type);
    if (known !== undefined) return known;
    const made = planFinder(compileType(type, { catalog, vocabulary }));
    if (finders.size < MOST_TYPES) finders.set(type, made);
    return made;
  };
  return (resource, facts) => {
    const find = finderOf(resource.type);
    const plan = find(resource, facts);
    const verdicts = judgeByPlan(plan, resource, facts);
    const { parts } = facts;
    return {
      resource,
      verdicts: parts === undefined ? verdicts : judgeParts(verdicts, { plan, find, resource, parts }),
    };
  };
}
