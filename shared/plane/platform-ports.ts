import type { Digest } from "#shared/kernel/digest.ts";
import type { Clock } from "#shared/kernel/time.ts";
import { directoryIdentity } from "#shared/plane/directory-identity.ts";
import { catalogStoreOn } from "#shared/storage/catalog-store.ts";
import { eventLogOn } from "#shared/storage/event-log.ts";
import { personStoreOn } from "#shared/storage/person-store.ts";
import { recordsOn } from "#shared/storage/records.ts";
import { sealStoreOn } from "#shared/storage/seal-store.ts";
import type { Table } from "#shared/storage/table.ts";

/** What every host brings for any function that reads state. */
export type StateParts = { readonly table: Table; readonly clock: Clock; readonly digest: Digest };

/** The stores that all domains share, on the host's table; what else the host brings is passed on. */
export function platformPorts<Parts extends StateParts>(parts: Parts) {
  const { table, clock, digest } = parts;
  const records = recordsOn(table, { clock, digest });
  const catalogs = catalogStoreOn(records, { digest });
  const persons = personStoreOn(records);
  return {
    ...parts,
    records,
    catalogs,
    persons,
    identity: directoryIdentity({ persons, catalogs }),
    eventLog: eventLogOn(table),
    seals: sealStoreOn(table),
  };
}

export type PlatformPorts = ReturnType<typeof platformPorts<StateParts>>;
