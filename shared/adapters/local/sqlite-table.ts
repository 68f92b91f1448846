import type { DatabaseSync, StatementSync } from "node:sqlite";
import { isBusy } from "#shared/adapters/local/sqlite-file.ts";
import { Contention } from "#shared/kernel/contention.ts";
import type { Page } from "#shared/kernel/page.ts";
import { err, ok, type Result } from "#shared/kernel/result.ts";
import {
  INDEXES,
  type Indexes,
  type Item,
  type Key,
  type Query,
  type Refused,
  type Table,
  type Write,
} from "#shared/storage/table.ts";
import { cursorAt, placeOf } from "#shared/storage/table-cursor.ts";
import { checkQuery, checkTransaction } from "#shared/storage/table-limits.ts";

type Row = readonly unknown[];

/** In this order a row is read: an array costs a third of an object of the same columns. */
const COLUMNS = [
  ...["pk", "sk", "kind", "version", "revision", "body"],
  ...INDEXES.flatMap((name) => [`${name}_p`, `${name}_s`]),
];
const SELECT = `SELECT ${COLUMNS.join(", ")} FROM items`;

/**
 * The table in one SQLite file. Each transaction is `BEGIN IMMEDIATE`, so two processes on one file
 * never interleave. Inserted events are noted in `stream` in the same transaction: the laptop's
 * stand-in for the table's stream.
 */
export class SqliteTable implements Table {
  readonly #database: DatabaseSync;
  readonly #beginning: StatementSync;
  readonly #commit: StatementSync;
  readonly #get: StatementSync;
  readonly #put: StatementSync;
  readonly #delete: StatementSync;
  readonly #revision: StatementSync;
  readonly #note: StatementSync;
  readonly #noteCause: StatementSync;
  readonly #queries = new Map<string, StatementSync>();

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#beginning = database.prepare("BEGIN IMMEDIATE");
    this.#commit = database.prepare("COMMIT");
    this.#get = readingArrays(database, `${SELECT} WHERE pk = ? AND sk = ?`);
    this.#put = database.prepare(
      `INSERT OR REPLACE INTO items (${COLUMNS.join(", ")}) VALUES (${COLUMNS.map(() => "?").join(", ")})`,
    );
    this.#delete = database.prepare("DELETE FROM items WHERE pk = ? AND sk = ?");
    this.#revision = database.prepare("SELECT revision FROM items WHERE pk = ? AND sk = ?");
    this.#note = database.prepare("INSERT INTO stream (pk, sk) VALUES (?, ?)");
    this.#noteCause = database.prepare("INSERT INTO stream_causes (position, cause) VALUES (?, ?)");
  }

  async get(key: Key): Promise<Item | undefined> {
    const row = this.#get.get(key.pk, key.sk) as Row | undefined;
    return row === undefined ? undefined : itemOf(row);
  }

  async query(query: Query): Promise<Page<Item>> {
    checkQuery(query);
    const { sql, values, sortColumn } = sqlOf(query);
    const statement = this.#queries.get(sql) ?? readingArrays(this.#database, sql);
    this.#queries.set(sql, statement);
    const rows = statement.all(...values) as unknown as readonly Row[];
    const page = rows.slice(0, query.limit);
    const last = page.at(-1);
    const items = page.map(itemOf);
    if (rows.length <= query.limit || last === undefined) return { items };
    const place = { sort: String(last[COLUMNS.indexOf(sortColumn)]), pk: String(last[0]), sk: String(last[1]) };
    return { items, cursor: cursorAt(query, place) };
  }

  async transact(writes: readonly Write[]): Promise<Result<void, Refused>> {
    checkTransaction(writes);
    this.#begin();
    try {
      const failed = writes
        .map((write) => ({ write, key: keyOf(write) }))
        .filter(({ write, key }) => !this.#holds(write, key));
      if (failed.length > 0) {
        this.#database.exec("ROLLBACK");
        return err({ kind: "condition-failed", keys: failed.map(({ key }) => key) });
      }
      for (const write of writes) this.#apply(write);
      this.#commit.run();
      return ok(undefined);
    } catch (fault) {
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
      throw fault;
    }
  }

  /** @throws Contention when another process holds the file for longer than the connection waits */
  #begin(): void {
    try {
      this.#beginning.run();
    } catch (fault) {
      if (!isBusy(fault)) throw fault;
      throw new Contention("Cannot write: another process holds the state file", { cause: fault });
    }
  }

  #holds(write: Write, key: Key): boolean {
    const stored = this.#revision.get(key.pk, key.sk)?.["revision"];
    return write.expect === "absent" ? stored === undefined : stored === BigInt(write.expect.revision);
  }

  #apply(write: Write): void {
    if (write.op === "check") return;
    if (write.op === "delete") {
      this.#delete.run(write.key.pk, write.key.sk);
      return;
    }
    const { item, cause } = write;
    const places = INDEXES.flatMap((name) => [item.indexes[name]?.partition ?? null, item.indexes[name]?.sort ?? null]);
    this.#put.run(item.pk, item.sk, item.kind, item.version, item.revision, item.body, ...places);
    if (item.kind !== "event") return;
    const { lastInsertRowid } = this.#note.run(item.pk, item.sk);
    if (cause !== undefined) this.#noteCause.run(lastInsertRowid, cause);
  }
}

const keyOf = (write: Write): Key => (write.op === "put" ? { pk: write.item.pk, sk: write.item.sk } : write.key);

function readingArrays(database: DatabaseSync, sql: string): StatementSync {
  const statement = database.prepare(sql);
  statement.setReturnArrays(true);
  return statement;
}

function itemOf(row: Row): Item {
  const [pk, sk, kind, version, revision, body] = row;
  const indexes: Record<string, { partition: string; sort: string }> = {};
  for (const [at, name] of INDEXES.entries()) {
    const partition = row[6 + 2 * at];
    if (typeof partition === "string") indexes[name] = { partition, sort: String(row[7 + 2 * at]) };
  }
  return {
    pk: String(pk),
    sk: String(sk),
    kind: String(kind),
    version: Number(version),
    revision: Number(revision),
    body: String(body),
    indexes: indexes as Indexes,
  };
}

type Sql = { readonly sql: string; readonly values: readonly string[]; readonly sortColumn: string };

function sqlOf(query: Query): Sql & { values: string[] } {
  const [partitionColumn, sortColumn] =
    query.index === undefined ? ["pk", "sk"] : [`${query.index}_p`, `${query.index}_s`];
  const order = query.newestFirst === true ? "DESC" : "ASC";
  const conditions = [`${partitionColumn} = ?`];
  const values = [query.partition];
  const bound = (sql: string, ...bounds: string[]): void => {
    conditions.push(sql);
    values.push(...bounds);
  };
  if (query.from !== undefined) bound(`${sortColumn} >= ?`, query.from);
  if (query.to !== undefined) bound(`${sortColumn} <= ?`, query.to);
  if (query.prefix !== undefined && query.prefix !== "") {
    // LIKE and GLOB would read wildcards in the prefix.
    bound(`substr(${sortColumn}, 1, length(?)) = ? AND ${sortColumn} >= ?`, query.prefix, query.prefix, query.prefix);
  }
  if (query.cursor !== undefined) {
    const { sort, pk, sk } = placeOf({ ...query, cursor: query.cursor });
    bound(`(${sortColumn}, pk, sk) ${order === "ASC" ? ">" : "<"} (?, ?, ?)`, sort, pk, sk);
  }
  const sql =
    `${SELECT} WHERE ${conditions.join(" AND ")} ` +
    `ORDER BY ${sortColumn} ${order}, pk ${order}, sk ${order} LIMIT ${query.limit + 1}`;
  return { sql, values, sortColumn };
}
