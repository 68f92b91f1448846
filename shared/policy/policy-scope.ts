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
    .map((exemption) => compileExemption(exemption, zone));
  return (subject, facts) => {
    const fit = scope(subject);
    if (fit === "no") return undefined;
    if (covering.length > 0)
      return standingBeside(
        fit,
        covering.map((each) => each(subject, facts)),
      );
    return fit === "fits" ? IN_SCOPE : OUT_OF_KNOWLEDGE;
  };
}

/** The clause without its `type`, when the type fits it. */
function ofType({ type: types, ...rest }: Clause, type: string): readonly Clause[] {
  return types === undefined || types.some((pattern) => wildcard(pattern)(type)) ? [rest] : [];
}

type Covers = (subject: Subject, facts: ResourceFacts) => Pick<Standing, "exempted" | "exemptionUnknown">;

/** Ends with its last day in the company's zone: then the finding is open again. */
function compileExemption({ id, match, until }: Exemption, zone: string): Covers {
  const matches = compileSelector(match);
  const end = dayEnd(until, zone);
  const exempted = { exempted: { exemption: id, until: end } };
  return (subject, { now }) => {
    const fit: Fit = now < end ? matches(subject) : "no";
    if (fit === "fits") return exempted;
    return fit === "unknown" ? { exemptionUnknown: true } : {};
  };
}

/** Of several exemptions the one that ends last is named. */
function standingBeside(fit: Exclude<Fit, "no">, found: readonly ReturnType<Covers>[]): Standing {
  const latest = found
    .map(({ exempted }) => exempted)
    .filter((each) => each !== undefined)
    .toSorted((left, right) => right.until - left.until || (left.exemption < right.exemption ? -1 : 1))[0];
  if (latest !== undefined) return { fit, exempted: latest };
  return found.some(({ exemptionUnknown }) => exemptionUnknown) ? { fit, exemptionUnknown: true } : { fit };
}
