import type { SealStore } from "#shared/audit/ports.ts";
import type { Seal } from "#shared/audit/seal.ts";
import { StoredSeal } from "#shared/contracts/stored/seal.ts";
import { everyItem } from "#shared/kernel/page.ts";
import { isoOf } from "#shared/kernel/time.ts";
import type { Item, Query, Table } from "#shared/storage/table.ts";

const PARTITION = "SEALS";

/**
 * | item | pk          | sk    | list index                 |
 * | ---- | ----------- | ----- | -------------------------- |
 * | seal | `SEAL#<no>` | `ROW` | `SEALS` / `<iso>#<number>` |
 *
 * A seal is made once under its number, so two workers cannot both seal: the chain has one end.
 */
export const sealStoreOn = (table: Table): SealStore => ({
  async last() {
    const page = await table.query({ index: "list", partition: PARTITION, newestFirst: true, limit: 1 });
    return page.items[0] === undefined ? undefined : sealIn(page.items[0]);
  },
  async find(number) {
    const item = await table.get(keyOf(number));
    return item === undefined ? undefined : sealIn(item);
  },
  async from(since) {
    const query: Query = { index: "list", partition: PARTITION, from: isoOf(since), limit: 100 };
    const items = await everyItem((from) => table.query({ ...query, ...from }));
    return items.map(sealIn);
  },
  append: (seals) => table.transact(seals.map((seal) => ({ op: "put", item: itemOf(seal), expect: "absent" }))),
});

const sealIn = (item: Item): Seal => StoredSeal.parse(JSON.parse(item.body));

const padded = (number: number): string => String(number).padStart(9, "0");

const keyOf = (number: number) => ({ pk: `SEAL#${padded(number)}`, sk: "ROW" });

const itemOf = (seal: Seal): Item => ({
  ...keyOf(seal.number),
  kind: "seal",
  version: 1,
  revision: 1,
  body: JSON.stringify(seal),
  indexes: { list: { partition: PARTITION, sort: `${isoOf(seal.at)}#${padded(seal.number)}` } },
});
