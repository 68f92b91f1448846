import { rolesOf } from "#shared/catalog/roles-of.ts";
import { personId } from "#shared/kernel/ids.ts";
import type { Identity } from "#shared/runtime/caller.ts";
import type { CatalogReader } from "#shared/storage/catalog-store.ts";
import type { PersonStore } from "#shared/storage/person-store.ts";

/**
 * People by the directory's projection, their roles by the Directory document: a token says who
 * somebody is, never what they may do.
 */
export const directoryIdentity = ({
  persons,
  catalogs,
}: {
  persons: PersonStore;
  catalogs: CatalogReader;
}): Identity => ({
  async callerOf({ subject, signedInAt }) {
    const [stored, catalog] = await Promise.all([persons.find(personId(subject)), catalogs.current()]);
    if (stored?.value.active !== true) return undefined;
    const { id, name, groups } = stored.value;
    return { person: id, name, groups, roles: rolesOf(catalog, groups), signedInAt };
  },
});
