import type { EventLog } from "#shared/audit/ports.ts";
import { StoredEvent } from "#shared/contracts/events/stored-event.ts";
import { everyItem } from "#shared/kernel/page.ts";
import { type EpochMillis, isoOf } from "#shared/kernel/time.ts";
import type { Query, Table } from "#shared/storage/table.ts";

/** Partition of the `list` index that holds the events of one hour, as `Records` writes them. */
export const eventsOfHour = (hour: EpochMillis): string => `EVENTS#${isoOf(hour).slice(0, 13)}`;

/** Every event, by the hour in which it happened. */
export const eventLogOn = (table: Table): EventLog => ({
  async ofHour(hour) {
    const query: Query = { index: "list", partition: eventsOfHour(hour), limit: 1_000 };
    const items = await everyItem((from) => table.query({ ...query, ...from }));
    return items.map((item) => StoredEvent.parse(JSON.parse(item.body)));
  },
});
