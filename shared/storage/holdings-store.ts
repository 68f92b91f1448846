import { openGrantsOf } from "#shared/access/facts.ts";
import type { Grant } from "#shared/access/grant.ts";
import { type Holdings, heldGrant, holdingsAfter, turnsHoldings } from "#shared/access/holdings.ts";
import type { AccessStore, Held, Written } from "#shared/access/ports.ts";
import { StoredHoldings } from "#shared/contracts/stored/holdings.ts";
import type { PersonId } from "#shared/kernel/ids.ts";
import type { Result } from "#shared/kernel/result.ts";
import type { Actor } from "#shared/storage/event.ts";
import { type RecordKind, rowKey } from "#shared/storage/record.ts";
import type { Change, Check, Records } from "#shared/storage/records.ts";
import type { Refused } from "#shared/storage/table.ts";

/** What a person holds, by the person; `list` has all of them under `HOLDINGS`. */
export const holdingsKind: RecordKind<Holdings> = {
  name: "holdings",
  version: 1,
  readOften: true,
  optimistic: "as-last-seen",
  encode: (holdings) => holdings,
  decode: (body) => StoredHoldings.parse(body),
  indexes: ({ person }) => ({ list: { partition: "HOLDINGS", sort: person } }),
};

/** What a person holds by their row, or by the list of their grants where no row says it yet. */
export async function heldBy(
  person: PersonId,
  { records, store }: { readonly records: Records; readonly store: Pick<AccessStore, "grantsOf"> },
): Promise<Held> {
  const stored = await records.find(holdingsKind, person);
  if (stored !== undefined) return { person, grants: stored.value.grants, stored };
  return { person, grants: (await openGrantsOf(person, store)).map(heldGrant), stored };
}

/** The row of what was read, with these grants in it; the first where there was none, whatever they are. */
export function holdingsChange(
  { person, grants, stored }: Held,
  { changed, by }: { readonly changed: readonly Grant[]; readonly by: Actor },
  records: Records,
): Change {
  const value = holdingsAfter({ person, grants }, changed);
  const event = { type: "holdings.changed", by, data: { grants: changed.map(({ id }) => id) } };
  return stored === undefined
    ? records.create(holdingsKind, person, { value, event: { ...event, type: "holdings.laid" } })
    : records.change(holdingsKind, person, { stored, value, event });
}

/** Others may write what a person holds between our read and our write so often. */
const MOST_TRIES = 5;

export type GrantsWrite = {
  readonly changes: readonly Change[];
  readonly checks: readonly Check[];
  readonly grants: readonly Written<Grant>[];
};

/**
 * Commits, and what the people concerned hold along with it where a grant of theirs is made or over. Where no row says
 * what somebody holds, none is laid: who asks for them does.
 *
 * Those rows never stand in the way of an end: who keeps losing them to others writes without, and what they then still
 * name is put right by the hour.
 */
export async function commitWithHoldings(
  { changes, checks, grants }: GrantsWrite,
  records: Records,
): Promise<Result<void, Refused>> {
  const turned = grants.filter(({ stored, moved }) => turnsHoldings(stored?.value, moved.value));
  if (turned.length === 0) return records.commit(changes, checks);
  const people = [...new Set(turned.map(({ moved }) => moved.value.role.person))];
  const once = async (): Promise<Result<void, Refused>> => {
    const rows = await Promise.all(people.map((person) => holdingsChanged(person, turned, records)));
    return records.commit([...changes, ...rows.filter((row) => row !== undefined)], checks);
  };
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const outcome = await once();
    if (outcome.ok || !areHoldings(outcome.error, people)) return outcome;
  }
  return records.commit(changes, checks);
}

async function holdingsChanged(
  person: PersonId,
  turned: readonly Written<Grant>[],
  records: Records,
): Promise<Change | undefined> {
  const stored = await records.find(holdingsKind, person);
  const by = turned[0]?.moved.event.by;
  if (stored === undefined || by === undefined) return undefined;
  const changed = turned.map(({ moved }) => moved.value).filter(({ role }) => role.person === person);
  return holdingsChange({ person, grants: stored.value.grants, stored }, { changed, by }, records);
}

function areHoldings({ keys }: Refused, people: readonly PersonId[]): boolean {
  const ours = new Set(people.map((person) => rowKey(holdingsKind.name, person).pk));
  return keys.every(({ pk }) => ours.has(pk));
}
