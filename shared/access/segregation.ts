import type { Pin, RequestTerms } from "#shared/access/access-request.ts";
import type { Catalog } from "#shared/catalog/catalog.ts";
import { type Authors, authorProblemOf, authorsOfRules, isStrict } from "#shared/catalog/rule-authors.ts";
import type { PersonId } from "#shared/kernel/ids.ts";

type Company = { readonly catalog: Catalog; readonly authors: Authors };

/** Who wrote the rules that decide on a request, as {@link authorsOfRules} says it. */
export const ruleAuthors = ({ items }: Pick<Pin, "items">, company: Company): readonly PersonId[] | undefined =>
  authorsOfRules(items, company);

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
export const authorProblem = (
  { items }: Pick<Pin, "items">,
  people: readonly PersonId[],
  company: Company,
): string | undefined => authorProblemOf(items, people, company);
