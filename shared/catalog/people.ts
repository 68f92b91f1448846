import type { Person } from "#shared/catalog/person.ts";
import type { GroupName, PersonId } from "#shared/kernel/ids.ts";

/** The people of the directory as they are now, ready to be asked. Who is not active is in no group and on no rota. */
export type People = {
  /** Everybody, also those who are not active any more. */
  readonly all: readonly Person[];
  /** Also those who are not active any more. */
  readonly find: (id: PersonId) => Person | undefined;
  readonly inGroup: (group: GroupName) => readonly PersonId[];
  readonly withMail: (mail: string) => PersonId | undefined;
  readonly rotas: Rotas;
  /** By id of a Calendar; nobody where the rota is not known. */
  readonly onRota: (calendar: string) => readonly PersonId[];
};

export type Rotas = { readonly [calendar: string]: readonly PersonId[] };

export function peopleFrom(persons: readonly Person[], rotas: Rotas = {}): People {
  const byId = new Map<PersonId, Person>();
  const byGroup = new Map<GroupName, PersonId[]>();
  const byMail = new Map<string, PersonId>();
  for (const person of persons) {
    byId.set(person.id, person);
    if (!person.active) continue;
    if (person.mail !== undefined) byMail.set(person.mail, person.id);
    for (const group of new Set(person.groups)) {
      const members = byGroup.get(group);
      if (members === undefined) byGroup.set(group, [person.id]);
      else members.push(person.id);
    }
  }
  return {
    all: persons,
    rotas,
    find: (id) => byId.get(id),
    inGroup: (group) => byGroup.get(group) ?? [],
    withMail: (mail) => byMail.get(mail),
    onRota: (calendar) =>
      (Object.hasOwn(rotas, calendar) ? (rotas[calendar] ?? []) : []).filter((id) => byId.get(id)?.active === true),
  };
}

/** The people with some of them read anew, by id; `undefined` for whom the directory does not have any more. */
export function peopleWith(people: People, fresh: ReadonlyMap<PersonId, Person | undefined>): People {
  if ([...fresh].every(([id, person]) => people.find(id) === person)) return people;
  const persons = [...fresh.values()].filter((person) => person !== undefined);
  return peopleFrom([...people.all.filter(({ id }) => !fresh.has(id)), ...persons], people.rotas);
}
