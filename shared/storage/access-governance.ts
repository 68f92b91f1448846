import type { FreezeSwitch, Governance } from "#shared/access/ports.ts";
import { BOOTSTRAP } from "#shared/catalog/rule-authors.ts";
import { type Freeze, StoredFreeze } from "#shared/contracts/stored/access-freeze.ts";
import { type PersonId, personId } from "#shared/kernel/ids.ts";
import { catalogAuthors } from "#shared/storage/catalog-authors.ts";
import { CATALOG_HEAD, type CatalogReader, catalogHeadKind } from "#shared/storage/catalog-store.ts";
import type { Actor } from "#shared/storage/event.ts";
import { type PersonStore, personKind } from "#shared/storage/person-store.ts";
import type { RecordKind } from "#shared/storage/record.ts";
import type { Records } from "#shared/storage/records.ts";

/** The freeze switch: one row, absent while nothing was ever frozen. */
export const freezeKind: RecordKind<Freeze> = {
  name: "access-freeze",
  version: 1,
  readOften: true,
  optimistic: "as-last-seen",
  encode: (freeze) => ({ ...freeze }),
  decode: (body) => StoredFreeze.parse(body),
  indexes: () => ({}),
};

const SWITCH = "switch";

/** What the bootstrap lays it lays on an empty catalogue: a later revision that calls it its author says nothing. */
const FIRST = 1;

export type GovernanceParts = {
  readonly records: Records;
  readonly catalogs: CatalogReader;
  readonly persons: PersonStore;
};

/** What access asks of the company, from the applied catalogue, the directory's projection and the freeze switch. */
export function governanceOn({ records, catalogs, persons }: GovernanceParts): Governance {
  return {
    async catalog() {
      const catalog = await catalogs.current();
      const revision = catalog.revision === 0 ? undefined : catalog.revision;
      return { catalog, head: { kind: catalogHeadKind.name, id: CATALOG_HEAD, revision } };
    },
    async authors() {
      const authors = new Map<number, PersonId | null>();
      for (const [revision, by] of await catalogAuthors(records)) {
        if (!by.startsWith("function:")) authors.set(revision, personId(by));
        else if (by === BOOTSTRAP && revision === FIRST) authors.set(revision, null);
      }
      return authors;
    },
    people: () => persons.people(),
    async person(id) {
      const stored = await persons.find(id);
      return { person: stored?.value, row: { kind: personKind.name, id, revision: stored?.revision } };
    },
    async freeze() {
      const stored = await records.find(freezeKind, SWITCH);
      const { frozen, because } = stored?.value ?? { frozen: false, because: "" };
      return { frozen, because, row: { kind: freezeKind.name, id: SWITCH, revision: stored?.revision } };
    },
  };
}

/** The switch as people turn it; who and when is its last event. */
export const freezeSwitchOn = (records: Records): FreezeSwitch => ({
  async last() {
    const stored = await records.find(freezeKind, SWITCH);
    const turned = (await records.events(freezeKind.name, SWITCH)).at(-1);
    return stored === undefined || turned === undefined
      ? undefined
      : { ...stored.value, by: personId(turned.by), at: turned.at };
  },
  turn: (to, by) => setFreeze(to, by, records),
});

/** Freezes or thaws all activation. False when somebody else turned it meanwhile. */
export async function setFreeze(freeze: Freeze, by: Actor, records: Records): Promise<boolean> {
  const stored = await records.find(freezeKind, SWITCH);
  const type = freeze.frozen ? "access.frozen" : "access.thawed";
  const made = { value: freeze, event: { type, by, data: { because: freeze.because } } };
  const change = records.upsert(freezeKind, SWITCH, { stored, ...made });
  return (await records.commit([change])).ok;
}
