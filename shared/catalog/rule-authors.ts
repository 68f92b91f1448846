import type { Catalog } from "#shared/catalog/catalog.ts";
import type { Decided, PinnedRule } from "#shared/catalog/decision.ts";
import type { PersonId } from "#shared/kernel/ids.ts";

/**
 * Who wrote what each revision of the catalogue brought: who made the plan, not who said yes to it last. Null: the
 * bootstrap laid it, so it is known that no person wrote it, and nobody is excluded by it. Of a revision that is
 * not here nobody knows who wrote it, which never means that it was nobody.
 */
export type Authors = ReadonlyMap<number, PersonId | null>;

/** The author of a first catalogue that comes with the plane, as its event says it; who lays a later one is a person. */
export const BOOTSTRAP = "function:bootstrap";

/** Where authors are kept. */
export type AuthorSource = { authors(): Promise<Authors> };

type Company = { readonly catalog: Catalog; readonly authors: Authors };

/** What a person is told who may not decide because of authorship; of a request and of a held change alike. */
export const AUTHORSHIP = {
  "author-unknown": "segregation is strict, and nobody knows who wrote the rule that decides on it",
  "own-rule": "segregation is strict, and you wrote a rule that decides on it",
} as const;

/** Read only where it is asked for: under basic segregation nobody's authorship matters. */
export const authorsIn = async (catalog: Catalog, source: AuthorSource): Promise<Authors> =>
  isStrict(catalog) ? source.authors() : new Map();

export const isStrict = ({ company }: Catalog): boolean => company.segregation === "strict";

type Deciding = readonly (PinnedRule & Pick<Decided, "tightenedBy">)[];

/**
 * The people who wrote the rules that decide, under strict segregation; nobody under basic, nor of rules that the
 * bootstrap laid. Undefined when that is not known of one of them: then nobody can say that they are somebody else.
 */
export function authorsOfRules(decisions: Deciding, { catalog, authors }: Company): readonly PersonId[] | undefined {
  if (!isStrict(catalog)) return [];
  const people = new Set<PersonId>();
  for (const { version } of rulesOf(decisions)) {
    const author = authors.get(version);
    if (author === undefined) return undefined;
    if (author !== null) people.add(author);
  }
  return [...people];
}

/** The deciding rule of each item, and what tightens it. */
const rulesOf = (decisions: Deciding): readonly PinnedRule[] =>
  decisions.flatMap((decided) => [decided, ...decided.tightenedBy]);

/** Why the rules may not be used for these people: one of them wrote one, or nobody knows who did. */
export function authorProblemOf(
  decisions: Deciding,
  people: readonly PersonId[],
  { catalog, authors }: Company,
): string | undefined {
  if (!isStrict(catalog)) return undefined;
  for (const { policy, rule, version } of rulesOf(decisions)) {
    const author = authors.get(version);
    if (author === undefined) return `Nobody knows who wrote rule "${rule}" of policy "${policy}" (version ${version})`;
    if (author !== null && people.includes(author))
      return `${author} wrote rule "${rule}" of policy "${policy}", which decides on this`;
  }
  return undefined;
}
