import type { Page } from "#shared/kernel/page.ts";
import type { Result } from "#shared/kernel/result.ts";

/** Where an item lies. Partition and sort are the two key attributes of one DynamoDB table. */
export type Key = { readonly pk: string; readonly sk: string };

/**
 * The indexes of the table, the one list that both adapters read.
 *
 * `due` holds every open row under the moment something must happen to it; the rest are lists.
 */
export const INDEXES = ["due", "list", "person", "thing"] as const;

export type IndexName = (typeof INDEXES)[number];

/** Where an item stands in an index: partition, and its place within (compared as UTF-8 bytes). */
export type IndexEntry = { readonly partition: string; readonly sort: string };

export type Indexes = { readonly [name in IndexName]?: IndexEntry };

/** One stored item. `body` is JSON text: the stores parse it by schema, the table never looks inside. */
export type Item = Key & {
  readonly kind: string;
  /** Version of the stored shape of `kind`. */
  readonly version: number;
  /** 1 at first, one more with each write. */
  readonly revision: number;
  readonly body: string;
  readonly indexes: Indexes;
};

/** What must be true of the stored item for the write to happen. There is no unconditional write. */
export type Expectation = "absent" | { readonly revision: number };

export type Write =
  | {
      readonly op: "put";
      readonly item: Item;
      readonly expect: Expectation;
      /** What it is written for, as text: it goes along in the table's stream, and is no part of the item. */
      readonly cause?: string;
    }
  | { readonly op: "delete"; readonly key: Key; readonly expect: { readonly revision: number } }
  | { readonly op: "check"; readonly key: Key; readonly expect: Expectation };

/** A condition did not hold: nothing at all was written. `keys` are those whose condition failed. */
export type Refused = { readonly kind: "condition-failed"; readonly keys: readonly Key[] };

export type Query = {
  /** The table itself when absent: partition is then `pk`, and the sort key `sk`. */
  readonly index?: IndexName;
  readonly partition: string;
  /** Sort keys from here, included. */
  readonly from?: string;
  /** Sort keys up to here, included. */
  readonly to?: string;
  /** Only sort keys that begin so; not together with `from` or `to`. */
  readonly prefix?: string;
  readonly newestFirst?: boolean;
  /** 1 to 1,000. */
  readonly limit: number;
  /** From the page before; good for the same query only (its bounds and its limit may move). */
  readonly cursor?: string;
};

/**
 * The one way to stored state. Every implementation passes test/contract/table.ts.
 *
 * The limits are those of DynamoDB (item 400 kB; 100 writes and 4 MB in one transaction; developer
 * guide, "Service, account, and table quotas"), so that nothing works on a laptop and fails in the cloud.
 */
export interface Table {
  /** A strongly consistent read. */
  get(key: Key): Promise<Item | undefined>;

  /**
   * One page in sort order. Reads of an index may be a moment old: a list only nominates. Rows with one sort
   * key in an index come in any order, the same from page to page.
   *
   * @throws TableLimitError when the limit is not 1 to 1,000, or the bounds are none
   * @throws CursorError when the cursor is none of this query
   */
  query(query: Query): Promise<Page<Item>>;

  /**
   * All of `writes`, or none: refused as a whole when any condition does not hold.
   *
   * What `refused` names may be some of those whose condition failed, and is at least one.
   *
   * @throws TableLimitError beyond the limits above, or when one key is named twice
   * @throws Contention when other transactions on these rows were in the way too often; nothing was written
   */
  transact(writes: readonly Write[]): Promise<Result<void, Refused>>;
}

export const TABLE_LIMITS = {
  itemBytes: 400 * 1024,
  keyBytes: 1024,
  transactionWrites: 100,
  transactionBytes: 4 * 1024 * 1024,
  pageItems: 1_000,
} as const;

/** More than one item, transaction or page can hold: a fault of the caller, nothing was written. */
export class TableLimitError extends Error {
  override readonly name = "TableLimitError";
}
