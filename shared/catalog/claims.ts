import type { Catalog } from "#shared/catalog/catalog.ts";
import type { Clause, Criteria, Match } from "#shared/catalog/documents/selector.ts";
import { compileClause, type Fit, type Subject } from "#shared/catalog/fit.ts";
import { isWildcard, literalLength } from "#shared/catalog/wildcard.ts";
import type { Month } from "#shared/kernel/calendar.ts";

/** Whose a resource or a bill row is. `allocation-rule`: it is shared, and this rule splits it. */
export type Owner = {
  readonly kind: "workload" | "dataset" | "allocation-rule";
  readonly id: string;
  readonly team: string;
};

/**
 * How specific a selector is, most first: 6 exact ARN or place, 5 the workload tag, 4 another tag,
 * 3 ARN or name with wildcards, 2 billing columns, 1 account, type or region alone. Within one rank the
 * longest literal text, then the most keys.
 */
export type Specificity = { readonly rank: 1 | 2 | 3 | 4 | 5 | 6; readonly literal: number; readonly keys: number };

/** One way by which something is somebody's. */
export type Claim = {
  readonly owner: Owner;
  /** As reports print it: `tag Workload=orders-etl`, `match 1 of orders-etl`, `place s3://…`. */
  readonly rule: string;
  readonly specificity: Specificity;
  /** The first month it counts for spend. */
  readonly from?: Month;
  readonly until?: Month;
  readonly fits: (subject: Subject) => Fit;
  /** Where to look for it: only subjects with this exact ARN, or this tag and value, can fit. */
  readonly key?: { readonly by: "arn" | "tag"; readonly name: string; readonly value: string };
};

/** The claims of workloads: their tag, and each clause of their `match`. */
export const workloadClaims = (catalog: Pick<Catalog, "workloads">): readonly Claim[] =>
  [...catalog.workloads.values()].flatMap(({ id, team, tag, match }) => {
    const owner: Owner = { kind: "workload", id, team };
    const byTag = tag.values.map((value) => tagClaim(owner, tag.key, value));
    return [...byTag, ...match.flatMap((clause, at) => clauseClaims(clause, { owner, at, tag: tag.key }))];
  });

/** The claims of rules that split what they match. */
export const sharedClaims = (catalog: Catalog): readonly Claim[] =>
  [...catalog.allocationRules.values()].flatMap(({ id, team = "", match = [], from, until }) => {
    const owner: Owner = { kind: "allocation-rule", id, team };
    const months = { from, ...(until === undefined ? {} : { until }) };
    const claims = match.flatMap((clause, at) => clauseClaims(clause, { owner, at, tag: catalog.company.workloadTag }));
    return claims.map((claim) => ({ ...claim, ...months }));
  });

const tagClaim = (owner: Owner, key: string, value: string): Claim => ({
  owner,
  rule: `tag ${key}=${value}`,
  specificity: { rank: 5, literal: 0, keys: 1 },
  fits: compileClause({ tag: { [key]: [value] } }),
  key: { by: "tag", name: key, value },
});

type Of = { readonly owner: Owner; readonly at: number; readonly tag: string };

/** Patterns of one list may be of different length: each is a claim of its own, so that the longest counts. */
function clauseClaims({ from, ...clause }: Match, of: Of): readonly Claim[] {
  const split: keyof Criteria | undefined =
    clause.arn !== undefined ? "arn" : clause.name !== undefined ? "name" : undefined;
  const parts: readonly Clause[] =
    split === undefined ? [clause] : (clause[split] ?? []).map((each) => ({ ...clause, [split]: [each] }));
  return parts.map((part) => {
    const key = keyOf(part, of);
    return {
      owner: of.owner,
      rule: `match ${of.at + 1} of ${of.owner.id}`,
      specificity: specificityOf(part, of.tag),
      ...(from === undefined ? {} : { from }),
      fits: compileClause(part),
      ...(key === undefined ? {} : { key }),
    };
  });
}

function keyOf(clause: Clause, { tag }: Of): Claim["key"] {
  const [only] = clause.arn ?? [];
  if (only !== undefined && !isWildcard(only)) return { by: "arn", name: "", value: only };
  const [value, second] = clause.tag?.[tag] ?? [];
  if (value === undefined || second !== undefined || isWildcard(value)) return undefined;
  return { by: "tag", name: tag, value };
}

function specificityOf({ except: _, ...criteria }: Clause, workloadTag: string): Specificity {
  const keys = Object.keys(criteria).length + extraKeys(criteria.tag) + extraKeys(criteria.billing);
  const patterns = [...(criteria.arn ?? []), ...(criteria.name ?? [])];
  const longest = Math.max(0, ...patterns.map(literalLength));
  return { ...rankOf(criteria, workloadTag, longest), keys };
}

const extraKeys = (map: object | undefined): number => Math.max(0, Object.keys(map ?? {}).length - 1);

function rankOf(
  { arn, name, tag, billing }: Criteria,
  workloadTag: string,
  literal: number,
): Omit<Specificity, "keys"> {
  if (arn?.some((each) => !isWildcard(each))) return { rank: 6, literal };
  if (tag !== undefined) return { rank: Object.hasOwn(tag, workloadTag) ? 5 : 4, literal: 0 };
  if (arn !== undefined || name !== undefined) return { rank: 3, literal };
  return { rank: billing === undefined ? 1 : 2, literal: 0 };
}

/** Negative when `left` is the more specific. */
export const bySpecificity = (left: Specificity, right: Specificity): number =>
  right.rank - left.rank || right.literal - left.literal || right.keys - left.keys;
