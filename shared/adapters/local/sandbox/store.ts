import type { DatabaseSync } from "node:sqlite";

/** One entity of the sandbox as it is kept: `body` is JSON text. */
type SandboxRow = { readonly kind: string; readonly id: string; readonly body: string };

/** Keeps the sandbox between two starts. Synchronous, so that a call is kept before it is answered. */
export interface SandboxStore {
  load(): Iterable<SandboxRow>;
  /** Undefined forgets the entity. */
  save(kind: string, id: string, body: string | undefined): void;
}

/** Keeps the sandbox as long as the program runs. */
export function memorySandboxStore(): SandboxStore {
  const rows = new Map<string, SandboxRow>();
  return {
    load: () => [...rows.values()],
    save(kind, id, body) {
      if (body === undefined) rows.delete(`${kind} ${id}`);
      else rows.set(`${kind} ${id}`, { kind, id, body });
    },
  };
}

/** Keeps the sandbox in one table of an open SQLite file, in the order in which things were made. */
export function sqliteSandboxStore(database: DatabaseSync): SandboxStore {
  database.exec(`
    CREATE TABLE IF NOT EXISTS sandbox (
      place INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, UNIQUE (kind, id)
    )`);
  const all = database.prepare("SELECT kind, id, body FROM sandbox ORDER BY place");
  const put = database.prepare(
    "INSERT INTO sandbox (kind, id, body) VALUES (?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body",
  );
  const remove = database.prepare("DELETE FROM sandbox WHERE kind = ? AND id = ?");
  return {
    load: () => all.all().map(({ kind, id, body }) => ({ kind: String(kind), id: String(id), body: String(body) })),
    save(kind, id, body) {
      if (body === undefined) remove.run(kind, id);
      else put.run(kind, id, body);
    },
  };
}
