import type { DatabaseSync } from "node:sqlite";
import { nodeDigest } from "#shared/adapters/node/node-ports.ts";
import { eventHash } from "#shared/audit/verify-export.ts";
import type { Clock, EpochMillis } from "#shared/kernel/time.ts";
import { type ChainedEvent, NO_EVENT } from "#shared/storage/event.ts";

/** One write of an aggregate's row, as the state file saw it. */
export type RowChange = {
  readonly kind: string;
  readonly id: string;
  readonly at: EpochMillis;
  readonly before: unknown;
  readonly after: unknown;
};

export type Rows = {
  /** The value of an aggregate now, as stored. */
  get(kind: string, id: string): unknown;
  ofKind(kind: string): readonly unknown[];
  /** Whether a one-shot of this name was ever created. */
  wasScheduled(name: string): boolean;
  /** Every change since the last call, in order. */
  changes(): readonly RowChange[];
};

export type Ears = {
  readonly breach: (sentence: string) => void;
  /** Each change at the moment of its transaction, before anything else can happen. */
  readonly written: (change: RowChange) => void;
};

type Row = { readonly revision: number; readonly value: unknown };
type Note = { readonly kind: string; readonly id: string; readonly revision: number; readonly body: string };

/**
 * Watches the state file itself, behind every port: what is written is seen at once, whoever wrote it.
 * The chain of each aggregate is checked with each write.
 */
export function watchRows(database: DatabaseSync, clock: Clock, { breach, written }: Ears): Rows {
  const kinds = new Map<string, Map<string, Row>>();
  const heads = new Map<string, ChainedEvent>();
  const scheduled = new Set<string>();
  let changed: RowChange[] = [];
  const rowsOf = (kind: string) => {
    const known = kinds.get(kind) ?? new Map<string, Row>();
    kinds.set(kind, known);
    return known;
  };

  function noteEvent(event: ChainedEvent): void {
    const { kind, id } = event.aggregate;
    const before = heads.get(`${kind}#${id}`);
    const follows = event.sequence === (before?.sequence ?? 0) + 1 && event.previous === (before?.hash ?? NO_EVENT);
    if (!follows) breach(`audit: event ${event.sequence} of ${kind} ${id} does not follow the one before it`);
    if (eventHash(event, nodeDigest) !== event.hash) breach(`audit: event of ${kind} ${id} has another hash`);
    heads.set(`${kind}#${id}`, event);
  }

  function note({ kind, id, revision, body }: Note): void {
    const rows = rowsOf(kind);
    const before = rows.get(id);
    const next = JSON.parse(body) as { readonly value: unknown };
    if (revision !== (before?.revision ?? 0) + 1)
      breach(`audit: ${kind} ${id} was written as revision ${revision} over ${before?.revision ?? 0}`);
    rows.set(id, { revision, value: next.value });
    const change = { kind, id, at: clock.now(), before: before?.value, after: next.value };
    changed.push(change);
    written(change);
  }

  function seen(pk: string, sk: string, rest: { kind: string; revision: number; body: string }): void {
    if (sk.startsWith("EVENT#")) noteEvent(JSON.parse(rest.body) as ChainedEvent);
    else if (sk === "ROW") note({ ...rest, id: pk.slice(rest.kind.length + 1) });
  }

  for (const item of database.prepare("SELECT pk, sk, kind, revision, body FROM items ORDER BY pk, sk").all())
    takeIn(item as never, { rowsOf, heads });
  listen(database, { seen, scheduled: (name) => scheduled.add(name) });
  return {
    get: (kind, id) => kinds.get(kind)?.get(id)?.value,
    ofKind: (kind) => [...(kinds.get(kind)?.values() ?? [])].map(({ value }) => value),
    wasScheduled: (name) => scheduled.has(name),
    changes() {
      const all = changed;
      changed = [];
      return all;
    },
  };
}

type Known = { readonly rowsOf: (kind: string) => Map<string, Row>; readonly heads: Map<string, ChainedEvent> };
type StoredItem = { pk: string; sk: string; kind: string; revision: bigint; body: string };

function takeIn({ pk, sk, kind, revision, body }: StoredItem, { rowsOf, heads }: Known): void {
  if (sk.startsWith("EVENT#")) {
    const event = JSON.parse(body) as ChainedEvent;
    heads.set(`${event.aggregate.kind}#${event.aggregate.id}`, event);
  } else if (sk === "ROW") {
    const { value } = JSON.parse(body) as { value: unknown };
    rowsOf(kind).set(pk.slice(kind.length + 1), { revision: Number(revision), value });
  }
}

type Voices = {
  readonly seen: (pk: string, sk: string, rest: { kind: string; revision: number; body: string }) => void;
  readonly scheduled: (name: string) => void;
};

function listen(database: DatabaseSync, { seen, scheduled }: Voices): void {
  database.function("seen", { varargs: true }, (...row) => {
    const [pk, sk, kind, revision, body] = row;
    seen(String(pk), String(sk), { kind: String(kind), revision: Number(revision), body: String(body) });
    return null;
  });
  database.function("scheduled", (name) => {
    scheduled(String(name));
    return null;
  });
  const say = "BEGIN SELECT seen(NEW.pk, NEW.sk, NEW.kind, NEW.revision, NEW.body); END";
  database.exec(`
    CREATE TEMP TRIGGER made AFTER INSERT ON main.items ${say};
    CREATE TEMP TRIGGER changed AFTER UPDATE ON main.items ${say};
    CREATE TEMP TRIGGER planned AFTER INSERT ON main.one_shots BEGIN SELECT scheduled(NEW.name); END;
  `);
}
