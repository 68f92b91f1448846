import type { Catalog } from "#shared/catalog/catalog.ts";
import {
  bySpecificity,
  type Claim,
  type Owner,
  type Specificity,
  sharedClaims,
  workloadClaims,
} from "#shared/catalog/claims.ts";
import type { Subject } from "#shared/catalog/fit.ts";
import { compilePlaces } from "#shared/catalog/place-claims.ts";
import type { Month } from "#shared/kernel/calendar.ts";

/** Whose something is, by which rule; or why that cannot be said. Nothing is ever guessed. */
export type Ownership =
  | { readonly kind: "owned"; readonly owner: Owner; readonly rule: string; readonly specificity: Specificity }
  | { readonly kind: "unowned"; readonly reason: "no-selector" }
  /** Two selectors fit and neither is more specific. */
  | { readonly kind: "tie"; readonly between: readonly [Owner, Owner] };

export type Owners = (subject: Subject, month?: Month) => Ownership;

const UNOWNED: Ownership = { kind: "unowned", reason: "no-selector" };

/** Whose resources are: of the workload or dataset with the most specific selector. */
export const compileResourceOwners = (catalog: Catalog): Owners =>
  compileOwners(workloadClaims(catalog), compilePlaces(catalog));

/** Whose spend is: of a workload, or shared by an allocation rule that counts in that month. */
export const compileSpendOwners = (catalog: Catalog): Owners =>
  compileOwners([...workloadClaims(catalog), ...sharedClaims(catalog)], () => []);

type Hit = { readonly owner: Owner; readonly rule: string; readonly specificity: Specificity };

type Lookup = {
  readonly places: (arn: string) => readonly Hit[];
  readonly byArn: ReadonlyMap<string, readonly Claim[]>;
  readonly byTag: ReadonlyMap<string, readonly Claim[]>;
  readonly tagNames: readonly string[];
  /** Most specific first. */
  readonly rest: readonly Claim[];
};

/**
 * Compiled once per catalogue. A subject is looked up by its ARN and its tags first; the rest is asked
 * most specific first, and only until nothing more specific can come. A fact that is missing or null
 * fits nothing.
 */
function compileOwners(claims: readonly Claim[], places: Lookup["places"]): Owners {
  const byTag = claims.filter(({ key }) => key?.by === "tag");
  const lookup: Lookup = {
    places,
    byArn: grouped(claims.filter(({ key }) => key?.by === "arn")),
    byTag: grouped(byTag),
    tagNames: [...new Set(byTag.flatMap(({ key }) => key?.name ?? []))],
    rest: claims.filter(({ key }) => key === undefined).toSorted((a, b) => bySpecificity(a.specificity, b.specificity)),
  };
  return (subject, month) => {
    const nominated = nominees(subject, lookup).filter((claim) => counts(claim, subject, month));
    const arn = typeof subject.arn === "string" ? subject.arn : undefined;
    const hits: readonly Hit[] = arn === undefined ? nominated : [...nominated, ...places(arn)];
    return answerOf(withRest(bestOf(hits), lookup.rest, (claim) => counts(claim, subject, month)));
  };
}

const keyText = ({ name, value }: NonNullable<Claim["key"]>): string => `${name}\n${value}`;

function grouped(claims: readonly Claim[]): ReadonlyMap<string, readonly Claim[]> {
  const groups = new Map<string, Claim[]>();
  for (const claim of claims) {
    if (claim.key === undefined) continue;
    const text = keyText(claim.key);
    groups.set(text, [...(groups.get(text) ?? []), claim]);
  }
  return groups;
}

const NOBODY: readonly Claim[] = [];

function nominees(subject: Subject, { byArn, byTag, tagNames }: Lookup): readonly Claim[] {
  let found = typeof subject.arn === "string" ? (byArn.get(`\n${subject.arn}`) ?? NOBODY) : NOBODY;
  for (const name of tagNames) {
    const value = subject.tags?.[name];
    const tagged = typeof value === "string" ? byTag.get(`${name}\n${value}`) : undefined;
    if (tagged !== undefined) found = found.length === 0 ? tagged : [...found, ...tagged];
  }
  return found;
}

const counts = ({ fits, from, until }: Claim, subject: Subject, month: Month | undefined): boolean =>
  (month === undefined || ((from === undefined || month >= from) && (until === undefined || month <= until))) &&
  fits(subject) === "fits";

/** The most specific hit, and another's that is as specific. */
type Best = { readonly hit?: Hit; readonly rival?: Hit };

const bestOf = (hits: readonly Hit[]): Best => hits.reduce<Best>(better, {});

function better(best: Best, hit: Hit): Best {
  if (best.hit === undefined) return { hit };
  const order = bySpecificity(hit.specificity, best.hit.specificity);
  if (order < 0) return { hit };
  return order === 0 && !sameOwner(hit, best.hit) ? { ...best, rival: hit } : best;
}

const sameOwner = (left: Hit, right: Hit): boolean =>
  left.owner.kind === right.owner.kind && left.owner.id === right.owner.id;

function withRest(nominated: Best, rest: readonly Claim[], fits: (claim: Claim) => boolean): Best {
  let best = nominated;
  for (const claim of rest) {
    if (best.hit !== undefined && bySpecificity(claim.specificity, best.hit.specificity) > 0) return best;
    if (fits(claim)) best = better(best, claim);
  }
  return best;
}

function answerOf({ hit, rival }: Best): Ownership {
  if (hit === undefined) return UNOWNED;
  if (rival !== undefined) return { kind: "tie", between: [hit.owner, rival.owner] };
  return { kind: "owned", owner: hit.owner, rule: hit.rule, specificity: hit.specificity };
}
