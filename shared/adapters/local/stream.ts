import type { DatabaseSync } from "node:sqlite";
import type { DynamoDBStreamEvent } from "aws-lambda";

/** Events written to the table and not yet carried to the bus, in the form of the table's stream. */
export class SqliteStream {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Up to `count` of the oldest, and where they end; undefined when there are none. */
  next(count: number): { readonly event: DynamoDBStreamEvent; readonly end: number } | undefined {
    const rows = this.#database
      .prepare(
        `SELECT stream.position, items.pk, items.sk, items.kind, items.body, stream_causes.cause
         FROM stream JOIN items ON items.pk = stream.pk AND items.sk = stream.sk
         LEFT JOIN stream_causes ON stream_causes.position = stream.position ORDER BY stream.position LIMIT ?`,
      )
      .all(count);
    const last = rows.at(-1);
    if (last === undefined) return undefined;
    const records = rows.map((row) => ({
      eventName: "INSERT" as const,
      dynamodb: {
        SequenceNumber: String(row["position"]),
        Keys: { pk: { S: String(row["pk"]) }, sk: { S: String(row["sk"]) } },
        NewImage: {
          kind: { S: String(row["kind"]) },
          body: { S: String(row["body"]) },
          ...(typeof row["cause"] === "string" ? { cause: { S: row["cause"] } } : {}),
        },
      },
    }));
    return { event: { Records: records }, end: Number(last["position"]) };
  }

  /** Everything up to `end` was carried. */
  done(end: number): void {
    for (const table of ["stream", "stream_causes"]) {
      this.#database.prepare(`DELETE FROM ${table} WHERE position <= ?`).run(end);
    }
  }

  waiting(): number {
    return Number(this.#database.prepare("SELECT count(*) AS count FROM stream").get()?.["count"] ?? 0);
  }
}
