import { type Grant, isOver } from "#shared/access/grant.ts";
import { type Holdings, heldGrant, holdsTheSame } from "#shared/access/holdings.ts";
import type { AccessStore } from "#shared/access/ports.ts";
import type { GrantId, PersonId } from "#shared/kernel/ids.ts";
import { everyItem } from "#shared/kernel/page.ts";

/**
 * Holds what people hold by their rows against the grants that are open, and puts right what differs: what a version of
 * before opened without naming it, and what an end that lost the row to others has left in it. Who holds something and
 * has no row gets one. Answers whose it was.
 *
 * Lists only nominate, those of `open` too: each nominee's row is read again, then every grant in question, and it is
 * written under the revision read. A grant that is made or over meanwhile has written that row, so that the write loses;
 * the next pass looks again.
 */
export async function reconcileHoldings(open: readonly Grant[], store: AccessStore): Promise<readonly PersonId[]> {
  const byPerson = Map.groupBy(open, ({ role }) => role.person);
  const inQuestion = new Set(byPerson.keys());
  for (const { value: listed } of await everyItem((from) => store.everyHoldings({ limit: 200, ...from }))) {
    const { person } = listed;
    const grants = (byPerson.get(person) ?? []).map(heldGrant);
    if (holdsTheSame(listed, { person, grants })) inQuestion.delete(person);
    else inQuestion.add(person);
  }
  const corrected: PersonId[] = [];
  for (const person of inQuestion) {
    if (await putRight(person, byPerson.get(person) ?? [], store)) corrected.push(person);
  }
  return corrected;
}

async function putRight(person: PersonId, listed: readonly Grant[], store: AccessStore): Promise<boolean> {
  const held = await store.heldBy(person);
  const asked = new Set<GrantId>([...held.grants, ...listed].map(({ id }) => id));
  const rows = await Promise.all([...asked].map((id) => store.grant(id)));
  const open = rows.flatMap((row) => (row === undefined || isOver(row.value) ? [] : [row.value]));
  const meant: Holdings = { person, grants: open.filter(({ role }) => role.person === person).map(heldGrant) };
  const said: Holdings = held.stored?.value ?? { person, grants: [] };
  return !holdsTheSame(said, meant) && store.putHoldingsRight(held, meant.grants);
}
