// Another process on the state file of a running plane, which is told nothing of it:
// test/scenario/api/other-process.test.ts looks whether the plane's next call knows.
import { advancedWallClock } from "#shared/adapters/local/clocks.ts";
import { openStateFile } from "#shared/adapters/local/sqlite-file.ts";
import { SqliteTable } from "#shared/adapters/local/sqlite-table.ts";
import { resolveApplied } from "#shared/catalog/resolve-applied.ts";
import { personId } from "#shared/kernel/ids.ts";
import { setFreeze } from "#shared/storage/access-governance.ts";
import { catalogStoreOn } from "#shared/storage/catalog-store.ts";
import { personStoreOn } from "#shared/storage/person-store.ts";
import { recordsOn } from "#shared/storage/records.ts";
import { nodeDigest as digest } from "#test/support/memory-records.ts";

const [file = "", change = "", ...words] = process.argv.slice(2);

const database = openStateFile(file, { durability: "normal" });
const records = recordsOn(new SqliteTable(database), { clock: advancedWallClock(database, Date.now), digest });
const by = "elsewhere";

/** The catalogue's next revision, whose Directory gives nobody any role. */
async function takeRoles(): Promise<boolean> {
  const store = catalogStoreOn(records, { digest });
  const { documents, revision, pins } = await store.current();
  const next = documents.map((each) => (each.kind === "Directory" ? { ...each, roles: {} } : each));
  return (await store.save(resolveApplied(next, { revision: revision + 1, digest, pins }), { by })).ok;
}

async function deactivate(id: string): Promise<boolean> {
  const store = personStoreOn(records);
  const stored = await store.find(personId(id));
  return stored !== undefined && (await store.save([{ ...stored.value, active: false }], by)).ok;
}

const changes: { readonly [name: string]: () => Promise<boolean> } = {
  "take-roles": takeRoles,
  deactivate: () => deactivate(words[0] ?? ""),
  freeze: () => setFreeze({ frozen: true, because: "an incident" }, by, records),
};

if ((await changes[change]?.()) !== true) throw new Error(`Cannot make the change "${change}"`);
database.close();
