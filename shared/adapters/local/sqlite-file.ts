import { existsSync } from "node:fs";
import { DatabaseSync, type DatabaseSyncOptions } from "node:sqlite";

/** Grows with every change of the tables below; an older Tollgate refuses a newer file. */
export const STATE_VERSION = 1n;

/** The state file is of a newer Tollgate, is none, or may not be used. */
export class StateFileError extends Error {
  override readonly name = "StateFileError";
}

export type SqliteOptions = {
  /**
   * `full`: an acknowledged change survives a power cut, at a sixtieth of the speed; used as soon as a
   * real account is governed. `normal`: it survives the death of the process, for the sandbox.
   */
  readonly durability: "normal" | "full";
};

/**
 * Opens (or makes) the one state file of the laptop host, in WAL mode.
 *
 * @param path - a file, or `:memory:`
 * @throws StateFileError when the file is newer than this program, no state file, damaged, or may not be written
 */
export function openStateFile(path: string, { durability }: SqliteOptions): DatabaseSync {
  const fresh = path === ":memory:" || !existsSync(path);
  const database = openFile(path, { timeout: 5_000, readBigInts: true });
  try {
    if (!fresh) refuseOther(database, path);
    walMode(database);
    database.exec(`PRAGMA synchronous = ${durability === "full" ? "FULL" : "NORMAL"}`);
    // All tables or none, so that nobody ever finds half of them.
    database.exec("BEGIN IMMEDIATE");
    database.exec(SCHEMA);
    database.prepare("INSERT OR IGNORE INTO meta (name, value) VALUES ('state-version', ?)").run(String(STATE_VERSION));
    database.exec("COMMIT");
    return database;
  } catch (fault) {
    database.close();
    throw asStateFault(fault, path);
  }
}

/** Opens a file of SQLite's. @throws StateFileError when it may not be opened */
export function openFile(path: string, options: DatabaseSyncOptions): DatabaseSync {
  try {
    return new DatabaseSync(path, options);
  } catch (fault) {
    throw asStateFault(fault, path);
  }
}

/** What stands between a person and the file, by SQLite's result codes, in words: READONLY, CORRUPT, CANTOPEN. */
const STANDS_BETWEEN: ReadonlyMap<number, string> = new Map([
  [8, "it, or its folder, may not be written"],
  [11, "it is damaged"],
  [14, "it, or its folder, may not be read or written"],
]);

/** The fault of a file in words that name it, where a person can do something about it; any other as it came. */
export function asStateFault(fault: unknown, path: string): unknown {
  const code = fault instanceof Error && "errcode" in fault ? Number(fault.errcode) & 0xff : 0;
  const because = STANDS_BETWEEN.get(code);
  return because === undefined ? fault : new StateFileError(`Cannot open "${path}": ${because}`, { cause: fault });
}

/** SQLITE_BUSY: another connection holds the file. */
const BUSY = 5;

/** Whether another connection held the file for longer than this one waits. */
export const isBusy = (fault: unknown): boolean =>
  fault instanceof Error && "errcode" in fault && fault.errcode === BUSY;

/** SQLite does not wait for its busy time-out when the journal changes: two first starts at once must. */
function walMode(database: DatabaseSync): void {
  for (let tries = 1; ; tries += 1) {
    try {
      database.exec("PRAGMA journal_mode = WAL");
      return;
    } catch (fault) {
      if (!isBusy(fault) || tries === 250) throw fault;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
}

function refuseOther(database: DatabaseSync, path: string): void {
  const tables = tablesIn(database, path);
  // Another process has just made the file, or died before its first table: as good as none.
  if (tables.length === 0) return;
  if (!tables.includes("meta")) throw notOurs(path);
  const found = database.prepare("SELECT value FROM meta WHERE name = 'state-version'").get();
  const version = BigInt(String(found?.["value"] ?? "0"));
  if (version > STATE_VERSION) {
    throw new StateFileError(
      `Cannot open "${path}": it was written by a newer Tollgate (state version ${version}, this one reads ${STATE_VERSION}); start that one, or keep state in another folder`,
    );
  }
}

/** SQLITE_NOTADB: the bytes are no database. */
const NOT_A_DATABASE = 26;

function tablesIn(database: DatabaseSync, path: string): readonly unknown[] {
  try {
    return database
      .prepare("SELECT name FROM sqlite_master WHERE type = 'table'")
      .all()
      .map(({ name }) => name);
  } catch (fault) {
    if (fault instanceof Error && "errcode" in fault && fault.errcode === NOT_A_DATABASE) throw notOurs(path);
    throw fault;
  }
}

const notOurs = (path: string): StateFileError =>
  new StateFileError(`Cannot open "${path}": it is no state file of Tollgate`);

// Text compares as UTF-8 bytes (BINARY), as DynamoDB compares sort keys.
const SCHEMA = `
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS items (
  pk TEXT NOT NULL, sk TEXT NOT NULL, kind TEXT NOT NULL, version INTEGER NOT NULL, revision INTEGER NOT NULL, body TEXT NOT NULL,
  due_p TEXT, due_s TEXT, list_p TEXT, list_s TEXT, person_p TEXT, person_s TEXT, thing_p TEXT, thing_s TEXT,
  PRIMARY KEY (pk, sk)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS items_due ON items (due_p, due_s, pk, sk) WHERE due_p IS NOT NULL;
CREATE INDEX IF NOT EXISTS items_list ON items (list_p, list_s, pk, sk) WHERE list_p IS NOT NULL;
CREATE INDEX IF NOT EXISTS items_person ON items (person_p, person_s, pk, sk) WHERE person_p IS NOT NULL;
CREATE INDEX IF NOT EXISTS items_thing ON items (thing_p, thing_s, pk, sk) WHERE thing_p IS NOT NULL;
CREATE TABLE IF NOT EXISTS stream (position INTEGER PRIMARY KEY AUTOINCREMENT, pk TEXT NOT NULL, sk TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS stream_causes (position INTEGER PRIMARY KEY, cause TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS message_causes (id INTEGER PRIMARY KEY, cause TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS messages (
  id INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL, body TEXT NOT NULL, visible_at INTEGER NOT NULL, attempts INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS messages_due ON messages (queue, visible_at, id);
CREATE TABLE IF NOT EXISTS one_shots (name TEXT PRIMARY KEY, at INTEGER NOT NULL, target TEXT NOT NULL, payload TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS one_shots_due ON one_shots (at);
`;
