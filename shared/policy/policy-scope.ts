import type { Exemption } from "#shared/catalog/documents/exemption.ts";
import type { Clause, Selector } from "#shared/catalog/documents/selector.ts";
import { compileSelector, type Fit, type Subject } from "#shared/catalog/fit.ts";
import { wildcard } from "#shared/catalog/wildcard.ts";
import { dayEnd } from "#shared/policy/day-end.ts";
import type { ResourceFacts } from "#shared/policy/facts.ts";
import type { JudgedResource } from "#shared/policy/judgement.ts";
import { IN_SCOPE, OUT_OF_KNOWLEDGE, type Standing } from "#shared/policy/standing.ts";

/** What selectors are asked about, made once per resource however many policies there are. */
export const subjectOf = (resource: JudgedResource, facts: ResourceFacts): Subject => ({
  arn: resource.arn,
  name: resource.name,
  type: resource.type,
  account: facts.account,
  ou: facts.ou,
  region: resource.region,
  tags: resource.tags,
  team: facts.team,
  dataset: facts.dataset,
  workload: facts.workload,
  environment: facts.environment,
  tier: facts.tier,
  classification: facts.classification,
  labels: facts.labels,
});

/** Undefined: not in scope. */
export type ScopeTest = (subject: Subject, facts: ResourceFacts) => Standing | undefined;

/**
 * Compiles a policy's scope and exemptions for one resource type; undefined when no resource of the
 * type can be in scope, so that most policies cost most resources nothing.
 */
export function compileScope(
  policy: { readonly id: string; readonly scope: Selector },
  {
    type,
    exemptions,
    zone,
  }: { readonly type: string; readonly exemptions: readonly Exemption[]; readonly zone: string },
): ScopeTest | undefined {
  const clauses = policy.scope.flatMap((clause) => ofType(clause, type));
  if (clauses.length === 0) return undefined;
  const scope = compileSelector(clauses);
  const covering = exemptions
    .filter((exemption) => exemption.policy.includes(policy.id))
    .toSorted((left, right) => (left.id < right.id ? -1 : 1))
    .map((exemption) => compileExemption(exemption, zone))
    .toSorted((left, right) => right.until - left.until);
  return (subject, facts) => {
    const fit = scope(subject);
    if (fit === "no") return undefined;
    const exempting = covering.length === 0 ? undefined : exemptedBy(covering, subject, facts);
    if (exempting !== undefined) return exempting[fit];
    return fit === "fits" ? IN_SCOPE : OUT_OF_KNOWLEDGE;
  };
}

/** The clause without its `type`, when the type fits it. */
function ofType({ type: types, ...rest }: Clause, type: string): readonly Clause[] {
  return types === undefined || types.some((pattern) => wildcard(pattern)(type)) ? [rest] : [];
}

type Covers = (subject: Subject, facts: ResourceFacts) => Fit;

type Covering = { readonly until: number; readonly covers: Covers; readonly standing: Exempting };

/** One object each, so that a standing can be compared and remembered by identity. */
type Exempting = { readonly [fit in Standing["fit"]]: Standing };

/** Ends with its last day in the company's zone: then the finding is open again. */
function compileExemption({ id, match, until }: Exemption, zone: string): Covering {
  const matches = compileSelector(match);
  const end = dayEnd(until, zone);
  const exempted = { exemption: id, until: end };
  return {
    until: end,
    covers: (subject, { now }) => (now < end ? matches(subject) : "no"),
    standing: { fits: { fit: "fits", exempted }, unknown: { fit: "unknown", exempted } },
  };
}

const UNKNOWN_EXEMPTION: Exempting = {
  fits: { fit: "fits", exemptionUnknown: true },
  unknown: { fit: "unknown", exemptionUnknown: true },
};

/** Of several exemptions the one that ends last is named; `covering` is in that order. */
function exemptedBy(covering: readonly Covering[], subject: Subject, facts: ResourceFacts): Exempting | undefined {
  let unknown: Exempting | undefined;
  for (const { covers, standing } of covering) {
    const fit = covers(subject, facts);
    if (fit === "fits") return standing;
    if (fit === "unknown") unknown = UNKNOWN_EXEMPTION;
  }
  return unknown;
}
