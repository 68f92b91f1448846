import type { JsonObject } from "#shared/kernel/json.ts";
import { type Clock, isoOf } from "#shared/kernel/time.ts";
import type { Bus } from "#shared/storage/messaging.ts";
import type { Item, Table } from "#shared/storage/table.ts";

/** Who publishes on our bus. */
export const BUS_SOURCE = "tollgate";

/** What the bus carries of one stored event. */
export type Outgoing = { readonly id: string; readonly type: string; readonly detail: JsonObject };

const UNPUBLISHED = "UNPUBLISHED";

/** Publishes, and stores what could not be published, so that {@link publishWaiting} sends it later. */
export async function publishOrKeep(
  outgoing: Outgoing,
  { bus, table, clock }: { bus: Bus; table: Table; clock: Clock },
): Promise<"published" | "kept"> {
  try {
    await bus.publish({ ...outgoing, source: BUS_SOURCE });
    return "published";
  } catch {
    // The event itself is safe in its aggregate; this row only remembers that the hint is missing.
    await table.transact([{ op: "put", item: waitingItem(outgoing, isoOf(clock.now())), expect: "absent" }]);
    return "kept";
  }
}

/** Sends again what {@link publishOrKeep} kept, oldest first; stops at the first that fails again. */
export async function publishWaiting({ bus, table }: { bus: Bus; table: Table }): Promise<number> {
  let sent = 0;
  for (;;) {
    const page = await table.query({ index: "list", partition: UNPUBLISHED, limit: 25 });
    if (page.items.length === 0) return sent;
    for (const item of page.items) {
      await bus.publish({ ...(JSON.parse(item.body) as Outgoing), source: BUS_SOURCE });
      await table.transact([{ op: "delete", key: { pk: item.pk, sk: item.sk }, expect: { revision: item.revision } }]);
      sent += 1;
    }
  }
}

const waitingItem = (outgoing: Outgoing, at: string): Item => ({
  pk: `${UNPUBLISHED}#${outgoing.id}`,
  sk: "ROW",
  kind: "unpublished",
  version: 1,
  revision: 1,
  body: JSON.stringify(outgoing),
  indexes: { list: { partition: UNPUBLISHED, sort: `${at}#${outgoing.id}` } },
});
