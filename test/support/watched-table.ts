import type { Table, Write } from "#shared/storage/table.ts";

export type Asked = { gets: string[]; sent: (readonly Write[])[] };

/** The same table, with what is read one by one and what is sent written down. */
export const watchedTable =
  (asked: Asked) =>
  (table: Table): Table => ({
    get: (key) => {
      asked.gets.push(key.pk);
      return table.get(key);
    },
    query: (query) => table.query(query),
    transact: (writes) => {
      asked.sent.push(writes);
      return table.transact(writes);
    },
  });
