import type { Person } from "#shared/catalog/person.ts";
import type { GroupName, PersonId } from "#shared/kernel/ids.ts";

/** The people of the directory as they are now, ready to be asked. Who is not active is in no group and on no rota. */
export type People = {
  /** Also those who are not active any more. */
  readonly find: (id: PersonId) => Person | undefined;
  readonly inGroup: (group: GroupName) => readonly PersonId[];
  readonly withMail: (mail: string) => PersonId | undefined;
  /** By id of a Calendar; nobody where the rota is not known. */
  readonly onRota: (calendar: string) => readonly PersonId[];
};

export type Rotas = { readonly [calendar: string]: readonly PersonId[] };

export function peopleFrom(persons: Iterable<Person>, rotas: Rotas = {}): People {
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
    find: (id) => byId.get(id),
    inGroup: (group) => byGroup.get(group) ?? [],
    withMail: (mail) => byMail.get(mail),
    onRota: (calendar) =>
      (Object.hasOwn(rotas, calendar) ? (rotas[calendar] ?? []) : []).filter((id) => byId.get(id)?.active === true),
  };
}
