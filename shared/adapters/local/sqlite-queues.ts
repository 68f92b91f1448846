import type { DatabaseSync, SQLOutputValue, StatementSync } from "node:sqlite";
import type { JsonObject } from "#shared/kernel/json.ts";
import type { Clock, EpochMillis, Millis } from "#shared/kernel/time.ts";
import { causeText, currentCause } from "#shared/storage/cause.ts";
import type { OneShots, Queues } from "#shared/storage/messaging.ts";
import { checkMessage } from "#shared/storage/messaging-limits.ts";

/** A message as a consumer receives it; `attempts` counts this delivery too. */
export type Received = {
  readonly id: number;
  readonly queue: string;
  readonly body: string;
  readonly attempts: number;
  /** What it was sent for, as text. */
  readonly cause?: string;
};

/** Where messages go that failed too often, per queue. */
export const deadLetterQueue = (queue: string): string => `${queue}.dead`;

/** Queues in the state file: a message is there until it was worked off, whatever dies meanwhile. */
export class SqliteQueues implements Queues {
  readonly #database: DatabaseSync;
  readonly #clock: Clock;
  readonly #receive: StatementSync;
  readonly #nextAt: StatementSync;
  readonly #due: StatementSync;
  readonly #cause: StatementSync;

  constructor(database: DatabaseSync, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
    this.#receive = database.prepare(
      `UPDATE messages SET attempts = attempts + 1, visible_at = ? WHERE id IN
       (SELECT id FROM messages WHERE queue = ? AND visible_at <= ? ORDER BY visible_at, id LIMIT ?) RETURNING *`,
    );
    this.#cause = database.prepare("SELECT cause FROM message_causes WHERE id = ?");
    this.#due = database.prepare("SELECT DISTINCT queue FROM messages WHERE visible_at <= ?");
    this.#nextAt = database.prepare("SELECT min(visible_at) AS at FROM messages WHERE queue = ?");
  }

  async send(queue: string, message: JsonObject, delay = 0 as Millis): Promise<void> {
    const body = JSON.stringify(message);
    checkMessage(queue, body, delay);
    this.sendText(queue, body, delay);
  }

  sendText(queue: string, body: string, delay = 0 as Millis): void {
    const { lastInsertRowid } = this.#database
      .prepare("INSERT INTO messages (queue, body, visible_at, attempts) VALUES (?, ?, ?, 0)")
      .run(queue, body, this.#clock.now() + delay);
    const cause = currentCause();
    if (cause === undefined) return;
    this.#database
      .prepare("INSERT OR REPLACE INTO message_causes (id, cause) VALUES (?, ?)")
      .run(lastInsertRowid, causeText(cause));
  }

  /** Up to `count` messages that are due, oldest first; each is hidden for `hidden` and counted once more. */
  receive(queue: string, { count, hidden }: { readonly count: number; readonly hidden: Millis }): readonly Received[] {
    const now = this.#clock.now();
    return this.#receive
      .all(now + hidden, queue, now, count)
      .map((row) => ({
        id: Number(row["id"]),
        queue: String(row["queue"]),
        body: String(row["body"]),
        attempts: Number(row["attempts"]),
        ...this.#causeOf(row["id"]),
      }))
      .toSorted((left, right) => left.id - right.id);
  }

  #causeOf(id: SQLOutputValue | undefined): { readonly cause?: string } {
    const cause = this.#cause.get(id ?? null)?.["cause"];
    return typeof cause === "string" ? { cause } : {};
  }

  /** The queues in which a message is due: to look once is cheaper than to try to receive from each. */
  due(): ReadonlySet<string> {
    return new Set(this.#due.all(this.#clock.now()).map(({ queue }) => String(queue)));
  }

  done(message: Received): void {
    this.#database.prepare("DELETE FROM messages WHERE id = ?").run(message.id);
    if (message.cause !== undefined) this.#database.prepare("DELETE FROM message_causes WHERE id = ?").run(message.id);
  }

  /** Shows the message again after `delay`. */
  retry(message: Received, delay: Millis): void {
    this.#database
      .prepare("UPDATE messages SET visible_at = ? WHERE id = ?")
      .run(this.#clock.now() + delay, message.id);
  }

  /** Puts it aside where nobody consumes it, body unchanged. */
  bury(message: Received): void {
    this.#database
      .prepare("UPDATE messages SET queue = ? WHERE id = ?")
      .run(deadLetterQueue(message.queue), message.id);
  }

  /** The moment the next message of a queue shows, or undefined when it is empty. */
  nextAt(queue: string): EpochMillis | undefined {
    const row = this.#nextAt.get(queue);
    return typeof row?.["at"] === "bigint" ? (Number(row["at"]) as EpochMillis) : undefined;
  }

  /** Messages per queue, dead letters included. */
  depths(): Readonly<Record<string, number>> {
    const rows = this.#database.prepare("SELECT queue, count(*) AS depth FROM messages GROUP BY queue").all();
    return Object.fromEntries(rows.map((row) => [String(row["queue"]), Number(row["depth"])]));
  }
}

export type OneShot = {
  readonly name: string;
  readonly at: EpochMillis;
  readonly target: string;
  readonly payload: string;
};

/** One-shot schedules in the state file. */
export class SqliteOneShots implements OneShots {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  async create(shot: Parameters<OneShots["create"]>[0]): Promise<void> {
    this.#database
      .prepare("INSERT OR IGNORE INTO one_shots (name, at, target, payload) VALUES (?, ?, ?, ?)")
      .run(shot.name, shot.at, shot.target, JSON.stringify(shot.payload));
  }

  async delete(name: string): Promise<void> {
    this.#database.prepare("DELETE FROM one_shots WHERE name = ?").run(name);
  }

  /** Those due at `now`, earliest first. */
  due(now: EpochMillis): readonly OneShot[] {
    return this.#database
      .prepare("SELECT * FROM one_shots WHERE at <= ? ORDER BY at, name")
      .all(now)
      .map((row) => ({
        name: String(row["name"]),
        at: Number(row["at"]) as EpochMillis,
        target: String(row["target"]),
        payload: String(row["payload"]),
      }));
  }

  nextAt(): EpochMillis | undefined {
    const row = this.#database.prepare("SELECT min(at) AS at FROM one_shots").get();
    return typeof row?.["at"] === "bigint" ? (Number(row["at"]) as EpochMillis) : undefined;
  }
}
