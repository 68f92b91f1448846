import type { Catalog } from "#shared/catalog/catalog.ts";
import type { Person } from "#shared/catalog/person.ts";
import { putPeople } from "#shared/contracts/http/people.ts";
import { groupName, personId } from "#shared/kernel/ids.ts";
import { canonicalJson } from "#shared/kernel/json.ts";
import { type HttpDeps, route } from "#shared/runtime/http.ts";
import { Problem } from "#shared/runtime/problem.ts";
import type { CatalogReader } from "#shared/storage/catalog-store.ts";
import type { PersonStore } from "#shared/storage/person-store.ts";

export type PutPeopleDeps = HttpDeps & { readonly persons: PersonStore; readonly catalogs: CatalogReader };

/** Groups come by the provider's ids or by our names, and are kept by our names where the Directory has them. */
export const putPeopleRoute = ({ persons, catalogs }: PutPeopleDeps) =>
  route(putPeople, async ({ body, caller }) => {
    refuseTwice(body.people.map(({ id }) => id));
    const { directory } = await catalogs.current();
    const names = new Map(Object.entries(directory.groups).map(([name, id]) => [String(id), name]));
    const people = body.people.map((each): Person => {
      const { id, name, groups, manager, active, mail } = each;
      return {
        id: personId(id),
        name,
        groups: [...new Set(groups.map((group) => groupName(names.get(group) ?? group)))],
        active,
        ...(manager === undefined ? {} : { manager: personId(manager) }),
        ...(mail === undefined ? {} : { mail }),
      };
    });
    const before = new Map((await persons.people()).all.map((person) => [person.id, canonicalJson({ ...person })]));
    const saved = await persons.save(people, caller.person);
    if (!saved.ok)
      throw new Problem(409, "Cannot bring the directory up to date: somebody else is doing so", {
        remedy: "Send it again; who is as before is left alone",
      });
    const changed = people.filter((person) => before.get(person.id) !== canonicalJson({ ...person })).length;
    return { status: 200, body: { people: people.length, changed, unknownGroups: unknownIn(people, directory) } };
  });

function refuseTwice(ids: readonly string[]): void {
  const twice = ids.find((id, at) => ids.indexOf(id) !== at);
  if (twice === undefined) return;
  throw new Problem(422, `Cannot tell what to keep of "${twice}": they are named twice`, {
    pointer: `/people/${ids.lastIndexOf(twice)}/id`,
    remedy: "Name each person once",
  });
}

/** Groups that no Directory document names: they count for nothing, which may be meant or a slip. */
function unknownIn(people: readonly Person[], { groups }: Catalog["directory"]): readonly string[] {
  const named = new Set(people.flatMap((person) => person.groups));
  return [...named].filter((group) => !Object.hasOwn(groups, group)).toSorted();
}
