import type { Digest } from "#shared/kernel/digest.ts";
import { canonicalJson } from "#shared/kernel/json.ts";
import { ok, type Result } from "#shared/kernel/result.ts";
import { type Clock, type EpochMillis, isoOf } from "#shared/kernel/time.ts";
import { readOnce } from "#shared/storage/body-memory.ts";
import { causeText, currentCause } from "#shared/storage/cause.ts";
import { type ChainedEvent, type NewEvent, NO_EVENT } from "#shared/storage/event.ts";
import { eventKey, type RecordKind, rowKey, type Stored } from "#shared/storage/record.ts";
import type { Expectation, Item, Page, Query, Refused, Table, Write } from "#shared/storage/table.ts";

/** A new state with the event that led to it. Neither can be written without the other. */
export type Change = { readonly writes: readonly Write[] };

/** The condition that a row read earlier is still as it was read (or still absent). */
export type Check = Extract<Write, { op: "check" }>;

export type Records = {
  /** A strongly consistent read of one aggregate. @throws StoredShapeError when the body is not of the kind's shape */
  find<Value>(kind: RecordKind<Value>, id: string): Promise<Stored<Value> | undefined>;
  /** One page of an index. What it lists may be a moment old: read the row again before acting on it. */
  list<Value>(kind: RecordKind<Value>, query: Query): Promise<Page<Stored<Value>>>;
  /** The events of one aggregate, oldest first. */
  events(kind: string, id: string): Promise<readonly ChainedEvent[]>;
  /** Makes the first state of an aggregate. */
  create<Value>(kind: RecordKind<Value>, id: string, made: { readonly value: Value; readonly event: NewEvent }): Change;
  /** Makes the next state of an aggregate that was read as `stored`. */
  change<Value>(
    kind: RecordKind<Value>,
    id: string,
    made: { readonly stored: Stored<Value>; readonly value: Value; readonly event: NewEvent },
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
  const written = (kind: RecordKind<unknown>, id: string, next: Next): Change => ({
    writes: rowAndEvent({ kind, id, at: clock.now(), digest }, next),
  });

  return {
    async find(kind, id) {
      const item = await table.get(rowKey(kind.name, id));
      return item === undefined ? undefined : read(kind, item);
    },
    async list(kind, query) {
      const page = await table.query(query);
      return { ...page, items: page.items.filter((item) => item.kind === kind.name).map((item) => read(kind, item)) };
    },
    events: (kind, id) => allEvents(table, kind, id),
    create: (kind, id, { value, event }) =>
      written(kind as RecordKind<unknown>, id, { value, event, revision: 1, previous: NO_EVENT, expect: "absent" }),
    change: (kind, id, { stored, value, event }) =>
      written(kind as RecordKind<unknown>, id, {
        value,
        event,
        revision: stored.revision + 1,
        previous: stored.head,
        expect: { revision: stored.revision },
      }),
    commit: async (changes, checks = []) => {
      const writes = [...changes.flatMap((change) => change.writes), ...checks];
      return writes.length === 0 ? ok(undefined) : table.transact(writes);
    },
  };
}

/** The condition that `kind`/`id` still has the revision it was read with (`undefined`: was absent). */
export const unchanged = (kind: string, id: string, stored: { readonly revision: number } | undefined): Check => ({
  op: "check",
  key: rowKey(kind, id),
  expect: stored === undefined ? "absent" : { revision: stored.revision },
});

type Next = {
  readonly value: unknown;
  readonly event: NewEvent;
  readonly revision: number;
  readonly previous: Stored<unknown>["head"];
  readonly expect: Expectation;
};

type Where = {
  readonly kind: RecordKind<unknown>;
  readonly id: string;
  readonly at: EpochMillis;
  readonly digest: Digest;
};

function rowAndEvent({ kind, id, at, digest }: Where, next: Next): readonly Write[] {
  const moment = isoOf(at);
  const unsigned = {
    ...next.event,
    aggregate: { kind: kind.name, id },
    sequence: next.revision,
    at,
    previous: next.previous,
  };
  const hash = digest(canonicalJson(unsigned));
  const body = { head: hash, value: kind.encode(next.value) };
  const row: Item = {
    ...rowKey(kind.name, id),
    kind: kind.name,
    version: kind.version,
    revision: next.revision,
    body: JSON.stringify(body),
    indexes: kind.indexes(next.value),
  };
  const event: Item = {
    ...eventKey(kind.name, id, next.revision),
    kind: "event",
    version: 1,
    revision: 1,
    body: JSON.stringify({ ...unsigned, hash }),
    // By the hour, so that the seal reads one partition and no partition grows for ever.
    indexes: {
      list: {
        partition: `EVENTS#${moment.slice(0, 13)}`,
        sort: `${moment}#${kind.name}#${id}#${String(next.revision).padStart(8, "0")}`,
      },
    },
  };
  const cause = currentCause();
  return [
    { op: "put", item: row, expect: next.expect },
    { op: "put", item: event, expect: "absent", ...(cause === undefined ? {} : { cause: causeText(cause) }) },
  ];
}

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

async function allEvents(table: Table, kind: string, id: string): Promise<readonly ChainedEvent[]> {
  const events: ChainedEvent[] = [];
  let cursor: string | undefined;
  do {
    const query: Query = { partition: rowKey(kind, id).pk, prefix: "EVENT#", limit: 500 };
    const page = await table.query(cursor === undefined ? query : { ...query, cursor });
    events.push(...page.items.map((item) => JSON.parse(item.body) as ChainedEvent));
    cursor = page.cursor;
  } while (cursor !== undefined);
  return events;
}
