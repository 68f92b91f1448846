import { EVERY_OPEN_STATE, type Grant, isOver } from "#shared/access/grant.ts";
import { type Holdings, heldGrant, holdsTheSame } from "#shared/access/holdings.ts";
import type { AccessStore, PageAsk } from "#shared/access/ports.ts";
import type { GrantId, PersonId } from "#shared/kernel/ids.ts";
import type { Stored } from "#shared/storage/record.ts";

/**
 * Holds what people hold by their rows against the grants themselves, and puts right what differs: what a version of
 * before opened without naming it, and what an end that lost the row to others has left in it. Answers whose it was.
 *
 * Lists only nominate: each nominee's row is read again, then every grant in question, and it is written under the
 * revision read. A grant that is made or over meanwhile has written that row, so that the write loses; the next pass
 * looks again. Who has no row is passed over: it is laid when somebody looks.
 */
export async function reconcileHoldings(store: AccessStore): Promise<readonly PersonId[]> {
  const open = await openByPerson(store);
  const corrected: PersonId[] = [];
  for await (const { value: listed } of pages((page) => store.everyHoldings(page))) {
    const grants = open.get(listed.person) ?? [];
    if (holdsTheSame(listed, { person: listed.person, grants: grants.map(heldGrant) })) continue;
    if (await putRight(listed.person, grants, store)) corrected.push(listed.person);
  }
  return corrected;
}

async function putRight(person: PersonId, listed: readonly Grant[], store: AccessStore): Promise<boolean> {
  const { stored } = await store.heldBy(person);
  if (stored === undefined) return false;
  const asked = new Set<GrantId>([...stored.value.grants, ...listed].map(({ id }) => id));
  const rows = await Promise.all([...asked].map((id) => store.grant(id)));
  const open = rows.flatMap((row) => (row === undefined || isOver(row.value) ? [] : [row.value]));
  const meant: Holdings = { person, grants: open.filter(({ role }) => role.person === person).map(heldGrant) };
  return !holdsTheSame(stored.value, meant) && store.putHoldingsRight(stored, meant.grants);
}

async function openByPerson(store: AccessStore): Promise<ReadonlyMap<PersonId, readonly Grant[]>> {
  const open = new Map<GrantId, Grant>();
  for (const state of EVERY_OPEN_STATE) {
    for await (const { value } of pages((page) => store.grantsIn(state, page))) open.set(value.id, value);
  }
  return Map.groupBy(open.values(), ({ role }) => role.person);
}

type Page<Value> = { readonly items: readonly Stored<Value>[]; readonly cursor?: string };

async function* pages<Value>(list: (page: PageAsk) => Promise<Page<Value>>): AsyncGenerator<Stored<Value>> {
  let cursor: string | undefined;
  do {
    const page = await list({ limit: 200, ...(cursor === undefined ? {} : { cursor }) });
    yield* page.items;
    cursor = page.cursor;
  } while (cursor !== undefined);
}
