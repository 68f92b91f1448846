import type { EventLog } from "#shared/audit/ports.ts";
import { StoredEvent } from "#shared/contracts/events/stored-event.ts";
import { type EpochMillis, isoOf } from "#shared/kernel/time.ts";
import type { Item, Query, Table } from "#shared/storage/table.ts";

/** Partition of the `list` index that holds the events of one hour, as `Records` writes them. */
export const eventsOfHour = (hour: EpochMillis): string => `EVENTS#${isoOf(hour).slice(0, 13)}`;

/** Every event, by the hour in which it happened. */
export const eventLogOn = (table: Table): EventLog => ({
  async ofHour(hour) {
    const items: Item[] = [];
    let cursor: string | undefined;
    do {
      const query: Query = { index: "list", partition: eventsOfHour(hour), limit: 1_000 };
      const page = await table.query(cursor === undefined ? query : { ...query, cursor });
      items.push(...page.items);
      cursor = page.cursor;
    } while (cursor !== undefined);
    return items.map((item) => StoredEvent.parse(JSON.parse(item.body)));
  },
});
