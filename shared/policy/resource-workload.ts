import type { Catalog } from "#shared/catalog/catalog.ts";
import { bySpecificity, type Claim, workloadClaims } from "#shared/catalog/claims.ts";
import type { ResourceFacts } from "#shared/policy/facts.ts";
import type { JudgedResource } from "#shared/policy/judgement.ts";
import { subjectOf } from "#shared/policy/policy-scope.ts";

/** Null: none. Undefined: not known, because a fact is missing or two are equally specific. */
export type WorkloadOf = (resource: JudgedResource, facts: ResourceFacts) => string | null | undefined;

/**
 * Compiles whose workload a resource is: the most specific claim decides, as for spend and ownership.
 *
 * A tie is nobody's: a guess would write the wrong team's name on it. So is a claim that nobody can
 * decide (unread tags) when nothing more specific fits.
 */
export function compileWorkloads(catalog: Pick<Catalog, "workloads">): WorkloadOf {
  const claims = workloadClaims(catalog).toSorted((left, right) => bySpecificity(left.specificity, right.specificity));
  return (resource, facts) => {
    const subject = subjectOf(resource, facts);
    const first = claims.findIndex(({ fits }) => fits(subject) !== "no");
    const best = claims[first];
    if (best === undefined) return null;
    if (best.fits(subject) === "unknown") return undefined;
    const rival = claims.slice(first + 1).find((claim) => isRival(claim, best) && claim.fits(subject) !== "no");
    return rival === undefined ? best.owner.id : undefined;
  };
}

const isRival = (claim: Claim, best: Claim): boolean =>
  bySpecificity(claim.specificity, best.specificity) === 0 && claim.owner.id !== best.owner.id;
