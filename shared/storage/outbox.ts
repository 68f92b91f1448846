import type { JsonObject } from "#shared/kernel/json.ts";
import { paginate } from "#shared/kernel/page.ts";
import { type Clock, isoOf } from "#shared/kernel/time.ts";
import type { Cause } from "#shared/storage/cause.ts";
import type { Bus } from "#shared/storage/messaging.ts";
import { MessageLimitError } from "#shared/storage/messaging-limits.ts";
import type { Item, Query, Table } from "#shared/storage/table.ts";

/** Who publishes on our bus. */
export const BUS_SOURCE = "tollgate";

/** What the bus carries of one stored event. */
export type Outgoing = {
  readonly id: string;
  readonly type: string;
  readonly detail: JsonObject;
  readonly cause?: Cause;
};

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

/**
 * Sends again what {@link publishOrKeep} kept, oldest first; stops at the first that fails again.
 *
 * @throws MessageLimitError when an event is too large for the bus: it stays, and all others were sent
 */
export async function publishWaiting({ bus, table }: { bus: Bus; table: Table }): Promise<number> {
  let sent = 0;
  let tooLarge: MessageLimitError | undefined;
  const query: Query = { index: "list", partition: UNPUBLISHED, limit: 25 };
  for await (const { items } of paginate((from) => table.query({ ...query, ...from }))) {
    for (const item of items) {
      const refused = await published(item, bus);
      tooLarge ??= refused;
      if (refused !== undefined) continue;
      await table.transact([{ op: "delete", key: { pk: item.pk, sk: item.sk }, expect: { revision: item.revision } }]);
      sent += 1;
    }
  }
  if (tooLarge !== undefined) throw tooLarge;
  return sent;
}

/** Undefined when it went out; what the bus will never take must not hold up what is behind it. */
async function published(item: Item, bus: Bus): Promise<MessageLimitError | undefined> {
  try {
    await bus.publish({ ...(JSON.parse(item.body) as Outgoing), source: BUS_SOURCE });
    return undefined;
  } catch (fault) {
    if (fault instanceof MessageLimitError) return fault;
    throw fault;
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
