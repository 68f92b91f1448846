import type { Pin, RequestTerms } from "#shared/access/access-request.ts";
import type { Governance } from "#shared/access/ports.ts";
import type { Catalog } from "#shared/catalog/catalog.ts";
import type { PinnedRule } from "#shared/catalog/decision.ts";
import type { PersonId } from "#shared/kernel/ids.ts";

/** Who applied each revision of the catalogue, and so wrote what it brought. */
export type Authors = ReadonlyMap<number, PersonId>;

type Company = { readonly catalog: Catalog; readonly authors: Authors };

/** Read only where it is asked for: under basic segregation nobody's authorship matters. */
export const authorsIn = async (catalog: Catalog, governance: Pick<Governance, "authors">): Promise<Authors> =>
  isStrict(catalog) ? governance.authors() : new Map();

export const isStrict = ({ company }: Catalog): boolean => company.segregation === "strict";

/**
 * Who wrote the rules that decide, under strict segregation; nobody under basic. Undefined when that is not
 * known of one of them: then nobody can say that they are somebody else.
 */
export function ruleAuthors(pin: Pick<Pin, "items">, { catalog, authors }: Company): readonly PersonId[] | undefined {
  if (!isStrict(catalog)) return [];
  const known = rulesOf(pin).flatMap(({ version }) => authors.get(version) ?? []);
  return known.length < rulesOf(pin).length ? undefined : [...new Set(known)];
}

/** The deciding rule of each item, and what tightens it. */
const rulesOf = ({ items }: Pick<Pin, "items">): readonly PinnedRule[] =>
  items.flatMap((decided) => [decided, ...decided.tightenedBy]);

/**
 * Why requester, beneficiary and author of the rule are not different people, or undefined when they are, or
 * need not be. The approver, who is the fourth, is seen to where it is told who may decide.
 */
export function notSegregated(
  pin: Pick<Pin, "items">,
  { requester, beneficiary }: Pick<RequestTerms, "requester" | "beneficiary">,
  company: Company,
): string | undefined {
  if (!isStrict(company.catalog)) return undefined;
  if (requester === beneficiary)
    return `${requester} asks for themselves; under strict segregation somebody else has to`;
  return authorProblem(pin, [requester, beneficiary], company);
}

/** Why the rules may not be used for these people: one of them wrote one, or nobody knows who did. */
export function authorProblem(
  pin: Pick<Pin, "items">,
  people: readonly PersonId[],
  { catalog, authors }: Company,
): string | undefined {
  if (!isStrict(catalog)) return undefined;
  for (const { policy, rule, version } of rulesOf(pin)) {
    const author = authors.get(version);
    if (author === undefined) return `Nobody knows who wrote rule "${rule}" of policy "${policy}" (version ${version})`;
    if (people.includes(author)) return `${author} wrote rule "${rule}" of policy "${policy}", which decides on this`;
  }
  return undefined;
}
