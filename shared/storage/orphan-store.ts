import { type Orphan, type OrphanStore, orphanId } from "#shared/access/orphan.ts";
import { StoredOrphan } from "#shared/contracts/stored/access-orphan.ts";
import { isoOf } from "#shared/kernel/time.ts";
import type { RecordKind } from "#shared/storage/record.ts";
import type { Records } from "#shared/storage/records.ts";

/** Policies under our path that no grant knows: in index `list`, `ORPHANS#<state>`, by the time they were first seen. */
export const orphanKind: RecordKind<Orphan> = {
  name: "access-orphan",
  version: 1,
  encode: (orphan) => orphan,
  decode: (body) => StoredOrphan.parse(body),
  indexes: (orphan) => ({
    list: { partition: `ORPHANS#${orphan.state}`, sort: `${isoOf(orphan.firstSeen)}#${orphanId(orphan)}` },
  }),
};

export const orphanStoreOn = (records: Records): OrphanStore => ({
  find: (id) => records.find(orphanKind, id),
  async save(stored, moved) {
    const id = orphanId(moved.value);
    const change = records.upsert(orphanKind, id, { stored, ...moved });
    return (await records.commit([change])).ok;
  },
});
