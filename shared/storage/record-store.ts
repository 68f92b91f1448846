import type { NewEvent } from "#shared/storage/event.ts";
import type { RecordKind, Stored } from "#shared/storage/record.ts";
import { type Change, type Check, type Records, unchanged } from "#shared/storage/records.ts";

/** One kind of aggregate: read by id, and changes that are made but not yet committed. */
export type RecordStore<Value> = {
  find(id: string): Promise<Stored<Value> | undefined>;
  /** The first state; refused at the commit when there is one already. */
  create(id: string, value: Value, event: NewEvent): Change;
  /** The next state of what was read as `stored`; refused at the commit when it moved since. */
  change(id: string, stored: Stored<Value>, made: { readonly value: Value; readonly event: NewEvent }): Change;
  /** The condition that the row still is as it was read, or still absent. */
  unchanged(id: string, stored: Stored<Value> | undefined): Check;
};

export const recordStoreOn = <Value>(records: Records, kind: RecordKind<Value>): RecordStore<Value> => ({
  find: (id) => records.find(kind, id),
  create: (id, value, event) => records.create(kind, id, { value, event }),
  change: (id, stored, made) => records.change(kind, id, { stored, ...made }),
  unchanged: (id, stored) => unchanged(kind.name, id, stored),
});
