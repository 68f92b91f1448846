import type { Catalog } from "#shared/catalog/catalog.ts";
import { compileSelector } from "#shared/catalog/fit.ts";
import type { ResourceFacts } from "#shared/policy/facts.ts";
import type { JudgedResource } from "#shared/policy/judgement.ts";
import { subjectOf } from "#shared/policy/policy-scope.ts";
import { tagOf } from "#shared/policy/tag-proposal.ts";

/** Null: none. Undefined: not known, because a fact is missing or several match. */
export type WorkloadOf = (resource: JudgedResource, facts: ResourceFacts) => string | null | undefined;

/**
 * Compiles whose a resource is: an exact ARN first, then the workload tag, then the one workload whose
 * selectors fit. Two that fit are nobody's here: a guess would write the wrong team's name on it.
 */
export function compileWorkloads({ company, workloads }: Pick<Catalog, "company" | "workloads">): WorkloadOf {
  const all = [...workloads.values()];
  const byTag = new Map(all.flatMap(({ id, tag }) => tag.values.map((value) => [value, id] as const)));
  const byArn = new Map(all.flatMap(({ id, match }) => exactArns(match).map((arn) => [arn, id] as const)));
  const matching = all.map(({ id, match }) => ({ id, fits: compileSelector(match) }));
  return (resource, facts) => {
    const named = byArn.get(resource.arn) ?? byTag.get(tagOf(resource.tags ?? {}, company.workloadTag) ?? "");
    if (named !== undefined) return named;
    // Unread tags may hold the workload tag, which would come before any selector.
    if (resource.tags === undefined) return undefined;
    const subject = subjectOf(resource, facts);
    const found = matching.map(({ id, fits }) => ({ id, fit: fits(subject) })).filter(({ fit }) => fit !== "no");
    const [first, ...others] = found;
    if (first === undefined) return null;
    return others.length === 0 && first.fit === "fits" ? first.id : undefined;
  };
}

const exactArns = (match: readonly { readonly arn?: readonly string[] }[]): readonly string[] =>
  match
    .filter((clause) => Object.keys(clause).every((key) => key === "arn" || key === "from"))
    .flatMap(({ arn = [] }) => arn)
    .filter((arn) => !/[*?]/.test(arn));
