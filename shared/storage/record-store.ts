import type { NewEvent } from "#shared/storage/event.ts";
import type { RecordKind, Stored } from "#shared/storage/record.ts";
import { type Change, type Check, type Records, unchanged } from "#shared/storage/records.ts";

/** A change of one row. Once it is committed, `row` is how it was written, and need not be read for the next one. */
export type RowChange<Value> = Change & { readonly row: Stored<Value> };

/** One kind of aggregate: read by id, and changes that are made but not yet committed. */
export type RecordStore<Value> = {
  find(id: string): Promise<Stored<Value> | undefined>;
  /** The first state; refused at the commit when there is one already. */
  create(id: string, value: Value, event: NewEvent): RowChange<Value>;
  /** The next state of what was read as `stored`; refused at the commit when it moved since. */
  change(
    id: string,
    stored: Stored<Value>,
    made: { readonly value: Value; readonly event: NewEvent },
  ): RowChange<Value>;
  /** The next state of what was read as `stored`, the first where there was none: whatever moved since refuses it. */
  upsert(
    id: string,
    stored: Stored<Value> | undefined,
    made: { readonly value: Value; readonly event: NewEvent },
  ): RowChange<Value>;
  /** The condition that the row still is as it was read, or still absent. */
  unchanged(id: string, stored: Stored<Value> | undefined): Check;
};

export const recordStoreOn = <Value>(records: Records, kind: RecordKind<Value>): RecordStore<Value> => ({
  find: (id) => records.find(kind, id),
  create: (id, value, event) => withRow(records.create(kind, id, { value, event }), value),
  change: (id, stored, made) => withRow(records.change(kind, id, { stored, ...made }), made.value),
  upsert: (id, stored, made) => withRow(records.upsert(kind, id, { stored, ...made }), made.value),
  unchanged: (id, stored) => unchanged(kind.name, id, stored),
});

/** The row is the first of what a change writes, its event the second (Records). */
function withRow<Value>(change: Change, value: Value): RowChange<Value> {
  const [write] = change.writes;
  if (write?.op !== "put") throw new Error("Cannot tell how a row will be: its change does not begin with it");
  const { revision, body } = write.item;
  const { head } = JSON.parse(body) as Pick<Stored<Value>, "head">;
  return { ...change, row: { value, revision, head } };
}
