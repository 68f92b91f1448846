import type { Digest } from "#shared/kernel/digest.ts";
import { everyItem, type Page } from "#shared/kernel/page.ts";
import { ok, type Result } from "#shared/kernel/result.ts";
import type { Clock } from "#shared/kernel/time.ts";
import { readOnce, remember } from "#shared/storage/body-memory.ts";
import { type ChainedEvent, type NewEvent, NO_EVENT } from "#shared/storage/event.ts";
import { mayRest, restOn, vouchedFor } from "#shared/storage/optimistic.ts";
import { eventKey, type RecordKind, rowKey, type Stored } from "#shared/storage/record.ts";
import { type Next, rowAndEvent } from "#shared/storage/row-and-event.ts";
import { RowMemory } from "#shared/storage/row-memory.ts";
import type { Item, Query, Refused, Table, Write } from "#shared/storage/table.ts";

/** A new state with the event that led to it. Neither can be written without the other. */
export type Change = {
  readonly writes: readonly Write[];
  /** Keeps in mind what was written, once it is. */
  readonly written?: () => void;
};

/** The condition that a row read earlier is still as it was read (or still absent). */
export type Check = Extract<Write, { op: "check" }>;

export type Records = {
  /**
   * A strongly consistent read of one aggregate; within `optimistically`, of kinds that allow it, the row as this
   * process saw it last.
   *
   * @throws StoredShapeError when the body is not of the kind's shape
   */
  find<Value>(kind: RecordKind<Value>, id: string): Promise<Stored<Value> | undefined>;
  /** Has a row asked for the next time, though this process may have it in mind: another is about to write it. */
  forget(kind: Pick<RecordKind<never>, "name">, id: string): void;
  /** One page of an index. What it lists may be a moment old: read the row again before acting on it. */
  list<Value>(kind: RecordKind<Value>, query: Query): Promise<Page<Stored<Value>>>;
  /** The events of one aggregate, oldest first; up to a revision that was just read or written, they may be known. */
  events(kind: string, id: string, upTo?: number): Promise<readonly ChainedEvent[]>;
  /** Makes the first state of an aggregate. */
  create<Value>(kind: RecordKind<Value>, id: string, made: { readonly value: Value; readonly event: NewEvent }): Change;
  /** Makes the next state of an aggregate that was read as `stored`. */
  change<Value>(
    kind: RecordKind<Value>,
    id: string,
    made: { readonly stored: Stored<Value>; readonly value: Value; readonly event: NewEvent },
  ): Change;
  /** The next state of what was read as `stored`, the first where there was none: whatever moved since refuses it. */
  upsert<Value>(
    kind: RecordKind<Value>,
    id: string,
    made: { readonly stored: Stored<Value> | undefined; readonly value: Value; readonly event: NewEvent },
  ): Change;
  /** All changes and checks in one transaction, or nothing. */
  commit(changes: readonly Change[], checks?: readonly Check[]): Promise<Result<void, Refused>>;
};

/** A stored body that its kind's schema does not accept, and no migration lifts. */
export class StoredShapeError extends Error {
  override readonly name = "StoredShapeError";
}

/** The aggregates and their chained events, over any {@link Table}. */
export function recordsOn(table: Table, { clock, digest }: { clock: Clock; digest: Digest }): Records {
  const memory = new RowMemory();
  const changeOf = (kind: RecordKind<unknown>, id: string, next: Next): Change => {
    const { row, head, writes } = rowAndEvent({ kind, id, at: clock.now(), digest }, next);
    if (!isKept(kind)) return { writes };
    const written = (): void => {
      for (const { item } of writes) memory.keep(item, item);
      if (kind.readOften === true) remember(kind, row.body, { head, value: next.value });
    };
    return { writes, written };
  };
  const itemOf = async (kind: RecordKind<unknown>, id: string): Promise<Item | undefined> => {
    const key = rowKey(kind.name, id);
    const ask = async () => {
      const item = await table.get(key);
      if (isKept(kind)) memory.keep(key, item);
      return item;
    };
    const taken = mayRest() ? takenFor(kind, memory.recall(key)) : undefined;
    if (taken === undefined) return ask();
    restOn({ key, item: taken.item, ask });
    return taken.item;
  };

  const create: Records["create"] = (kind, id, { value, event }) =>
    changeOf(kind as RecordKind<unknown>, id, { value, event, revision: 1, previous: NO_EVENT, expect: "absent" });
  const change: Records["change"] = (kind, id, { stored, value, event }) =>
    changeOf(kind as RecordKind<unknown>, id, {
      value,
      event,
      revision: stored.revision + 1,
      previous: stored.head,
      expect: { revision: stored.revision },
    });

  return {
    async find(kind, id) {
      const item = await itemOf(kind as RecordKind<unknown>, id);
      return item === undefined ? undefined : read(kind, item);
    },
    forget: (kind, id) => memory.forget(rowKey(kind.name, id)),
    async list(kind, query) {
      const page = await table.query(query);
      const items = page.items.filter((item) => item.kind === kind.name);
      if (kind.optimistic === "absent-unless-seen") for (const item of items) memory.keepListed(item);
      return { ...page, items: items.map((item) => read(kind, item)) };
    },
    events: async (kind, id, upTo) => knownEvents(memory, kind, { id, upTo }) ?? (await allEvents(table, kind, id)),
    create,
    change,
    upsert: (kind, id, { stored, ...made }) =>
      stored === undefined ? create(kind, id, made) : change(kind, id, { stored, ...made }),
    commit: async (changes, checks = []) => {
      const writes = [...changes.flatMap((change) => change.writes), ...checks];
      if (writes.length === 0) return ok(undefined);
      const outcome = await vouchedFor(writes, (all) => table.transact(all));
      if (outcome.ok) for (const { written } of changes) written?.();
      return outcome;
    },
  };
}

type Kept = Pick<RecordKind<never>, "optimistic">;

/** Whether its rows are kept in mind. */
const isKept = ({ optimistic }: Kept): boolean => optimistic !== undefined && optimistic !== "absent";

type Seen = ReturnType<RowMemory["recall"]>;

/** What an attempt takes a row for; undefined where the table has to be asked. */
function takenFor({ optimistic }: Kept, seen: Seen): Seen {
  const isTakenForAbsent = optimistic === "absent" || (optimistic === "absent-unless-seen" && seen === undefined);
  return isTakenForAbsent ? { item: undefined } : seen;
}

/** The condition that `kind`/`id` still has the revision it was read with (`undefined`: was absent). */
export const unchanged = (kind: string, id: string, stored: { readonly revision: number } | undefined): Check => ({
  op: "check",
  key: rowKey(kind, id),
  expect: stored === undefined ? "absent" : { revision: stored.revision },
});

function read<Value>(kind: RecordKind<Value>, item: Item): Stored<Value> {
  const remembered = kind.readOften === true && item.version === kind.version;
  const { head, value } = remembered ? readOnce(kind, item.body, () => decoded(kind, item)) : decoded(kind, item);
  return { value, revision: item.revision, head };
}

function decoded<Value>(kind: RecordKind<Value>, item: Item): Omit<Stored<Value>, "revision"> {
  const { head, value } = JSON.parse(item.body) as { head: Stored<Value>["head"]; value: unknown };
  let body = value;
  for (let version = item.version; version < kind.version; version += 1) {
    const lift = kind.migrations?.[version];
    if (lift === undefined) throw shapeError(kind, item, `no migration from version ${version}`);
    body = lift(body);
  }
  if (item.version > kind.version)
    throw shapeError(kind, item, `version ${item.version} is newer than ${kind.version}`);
  try {
    return { value: kind.decode(body), head };
  } catch (cause) {
    throw shapeError(kind, item, cause instanceof Error ? cause.message : String(cause));
  }
}

const shapeError = (kind: { readonly name: string }, item: Item, found: string): StoredShapeError =>
  new StoredShapeError(`Cannot read stored ${kind.name} "${item.pk}": ${found}`);

/** Events are never written over: those that this process wrote or read need not be asked for. */
function knownEvents(
  memory: RowMemory,
  kind: string,
  { id, upTo = 0 }: { readonly id: string; readonly upTo: number | undefined },
): readonly ChainedEvent[] | undefined {
  const events: ChainedEvent[] = [];
  for (let sequence = 1; sequence <= upTo; sequence += 1) {
    const item = memory.recall(eventKey(kind, id, sequence))?.item;
    if (item === undefined) return undefined;
    events.push(JSON.parse(item.body) as ChainedEvent);
  }
  return upTo === 0 ? undefined : events;
}

async function allEvents(table: Table, kind: string, id: string): Promise<readonly ChainedEvent[]> {
  const query: Query = { partition: rowKey(kind, id).pk, prefix: "EVENT#", limit: 500 };
  const items = await everyItem((from) => table.query({ ...query, ...from }));
  return items.map((item) => JSON.parse(item.body) as ChainedEvent);
}
