import type { AccessRequest } from "#shared/access/access-request.ts";
import { type Grant, isOver } from "#shared/access/grant.ts";
import type { AccessStore, Governance, Witness } from "#shared/access/ports.ts";
import type { Catalog } from "#shared/catalog/catalog.ts";
import type { People } from "#shared/catalog/people.ts";
import { peopleWith } from "#shared/catalog/people.ts";
import { type Authors, authorsIn } from "#shared/catalog/rule-authors.ts";
import type { PersonId } from "#shared/kernel/ids.ts";
import { everyItem } from "#shared/kernel/page.ts";
import type { Clock, EpochMillis } from "#shared/kernel/time.ts";

/** The world as a check reads it, with the rows that must still be so when its outcome is written. */
export type Facts = {
  readonly now: EpochMillis;
  readonly catalog: Catalog;
  readonly people: People;
  /** Empty unless segregation is strict. */
  readonly authors: Authors;
  readonly frozen: { readonly frozen: boolean; readonly because: string };
  /** The catalogue's head, the freeze switch, and the directory rows of those asked for. */
  readonly witnesses: readonly Witness[];
};

/**
 * Reads the catalogue, the freeze switch and the directory; `mattering` are read one by one, strongly
 * consistent, and their rows are among the witnesses.
 */
export async function factsFor(
  mattering: readonly PersonId[],
  { governance, clock }: { readonly governance: Governance; readonly clock: Clock },
): Promise<Facts> {
  // Asked for at once: each is a row by itself, and whichever moved meanwhile is a witness that fails the write.
  const [{ catalog, head }, { row: freezeRow, ...frozen }, listed, ...fresh] = await Promise.all([
    governance.catalog(),
    governance.freeze(),
    governance.people(),
    ...[...new Set(mattering)].map(async (id) => ({ id, ...(await governance.person(id)) })),
  ]);
  return {
    now: clock.now(),
    catalog,
    people: peopleWith(listed, new Map(fresh.map(({ id, person }) => [id, person]))),
    authors: await authorsIn(catalog, governance),
    frozen,
    witnesses: [head, freezeRow, ...fresh.map(({ row }) => row)],
  };
}

/** Everyone whose standing an activation rests on: requester, beneficiary and who decided in this round. */
export const matteringTo = (request: AccessRequest): readonly PersonId[] => [
  request.requester,
  request.beneficiary,
  ...request.decisions.filter(({ round }) => round === request.round).map(({ person }) => person),
];

/** The grants of a person that are not over, by the list of them, which may be a moment old; all pages. */
export async function openGrantsOf(person: PersonId, store: Pick<AccessStore, "grantsOf">): Promise<readonly Grant[]> {
  const grants = await everyItem((from) => store.grantsOf(person, { limit: 200, ...from }));
  return grants.map(({ value }) => value).filter((grant) => !isOver(grant));
}
