import { type People, peopleFrom } from "#shared/catalog/people.ts";
import type { Person } from "#shared/catalog/person.ts";
import { StoredPerson } from "#shared/contracts/stored/person.ts";
import type { Sha256 } from "#shared/kernel/digest.ts";
import type { PersonId } from "#shared/kernel/ids.ts";
import { canonicalJson } from "#shared/kernel/json.ts";
import { everyItem } from "#shared/kernel/page.ts";
import { ok, type Result } from "#shared/kernel/result.ts";
import { directoryHead, headMoved, isWhole, writesOf } from "#shared/storage/directory-head.ts";
import type { Actor } from "#shared/storage/event.ts";
import type { RecordKind, Stored } from "#shared/storage/record.ts";
import { type Change, type Check, type Records, unchanged } from "#shared/storage/records.ts";
import type { Query, Refused } from "#shared/storage/table.ts";

const PARTITION = "PEOPLE";

/** People, by id; `list` holds all of them under `PEOPLE`. */
export const personKind: RecordKind<Person> = {
  name: "person",
  version: 1,
  readOften: true,
  optimistic: "as-last-seen",
  encode: (person) => ({ ...person }),
  decode: (body) => StoredPerson.parse(body),
  indexes: ({ id }) => ({ list: { partition: PARTITION, sort: id } }),
};

export type PersonStore = {
  find(id: PersonId): Promise<Stored<Person> | undefined>;
  /** Everybody, also those who left; who is on a rota is not known here. */
  people(): Promise<People>;
  /** Takes over what the identity provider says now; who is as before is left alone. */
  save(persons: readonly Person[], by: Actor): Promise<Result<void, Refused>>;
  /** The condition that a person still is as read: a decider who left since makes the commit fail. */
  unchanged(id: PersonId, stored: Stored<Person> | undefined): Check;
};

/** A transaction holds 100 writes; a person is two, the row and its event, and so is the directory's head. */
const AT_ONCE = 49;

/** The people of one head, by the hash of its last event: no other directory has it, not even a restored one. */
type Known = { readonly head: Sha256; readonly people: People };

export function personStoreOn(records: Records): PersonStore {
  let known: Known | undefined;
  const people = async () => {
    const head = await directoryHead(records);
    if (head !== undefined && known?.head === head.head) return known.people;
    const rows = await everybody(records);
    const listed = peopleFrom(rows.map(({ value }) => value));
    // What an index lists a moment late is used once, as ever, and not remembered.
    if (head !== undefined && isWhole(rows, head)) known = { head: head.head, people: listed };
    return listed;
  };
  return {
    find: (id) => records.find(personKind, id),
    people,
    unchanged: (id, stored) => unchanged(personKind.name, id, stored),
    async save(persons, by) {
      let changed = 0;
      for (let from = 0; from < persons.length; from += AT_ONCE) {
        const asked = persons.slice(from, from + AT_ONCE);
        const changes = await Promise.all(asked.map((person) => changeOf(person, by, records)));
        const made = changes.filter((change) => change !== undefined);
        if (made.length === 0) continue;
        const written = await records.commit([...made, await headAfter(made.length, by, records)]);
        if (!written.ok) return written;
        changed += made.length;
      }
      return changed > 0 ? ok(undefined) : countedAnew(by, records);
    },
  };
}

async function headAfter(more: number, by: Actor, records: Records): Promise<Change> {
  const stored = await directoryHead(records);
  return headMoved(stored, { changes: (stored?.value.changes ?? (await countOf(records))) + more, by }, records);
}

/** Puts a head right that is missing or short: a version of before it, still running, writes people without it. */
async function countedAnew(by: Actor, records: Records): Promise<Result<void, Refused>> {
  const stored = await directoryHead(records);
  if (stored !== undefined && isWhole(await everybody(records), stored)) return ok(undefined);
  const changes = await countOf(records);
  if (changes === (stored?.value.changes ?? 0)) return ok(undefined);
  return records.commit([headMoved(stored, { changes, by }, records)]);
}

/** Of everybody's row as it is now, read one by one: an index may lag. */
async function countOf(records: Records): Promise<number> {
  const listed = await everybody(records);
  const rows = await Promise.all(listed.map(({ value }) => records.find(personKind, value.id)));
  return writesOf(rows.filter((row) => row !== undefined));
}

function everybody(records: Records): Promise<readonly Stored<Person>[]> {
  const query: Query = { index: "list", partition: PARTITION, limit: 500 };
  return everyItem((from) => records.list(personKind, { ...query, ...from }));
}

async function changeOf(person: Person, by: Actor, records: Records): Promise<Change | undefined> {
  const stored = await records.find(personKind, person.id);
  // Names and mails stay out of the event: it is kept for ever, a person's row is not.
  const data = { active: person.active, groups: [...person.groups] };
  if (stored === undefined) {
    return records.create(personKind, person.id, { value: person, event: { type: "person.joined", by, data } });
  }
  if (canonicalJson({ ...stored.value }) === canonicalJson({ ...person })) return undefined;
  const type = stored.value.active && !person.active ? "person.left" : "person.changed";
  return records.change(personKind, person.id, { stored, value: person, event: { type, by, data } });
}
