import type { DatabaseSync } from "node:sqlite";
import type { SettableClock } from "#shared/adapters/local/clocks.ts";
import { SqliteOneShots, SqliteQueues } from "#shared/adapters/local/sqlite-queues.ts";
import { SqliteStream } from "#shared/adapters/local/stream.ts";
import type { Log } from "#shared/runtime/log.ts";

/** The parts of the laptop's cloud that hosts deliver from. One state file behind all of them. */
export type Plane = {
  readonly database: DatabaseSync;
  readonly clock: SettableClock;
  readonly queues: SqliteQueues;
  readonly oneShots: SqliteOneShots;
  readonly stream: SqliteStream;
  readonly log: Log;
};

export const planeOn = ({ database, clock, log }: Pick<Plane, "database" | "clock" | "log">): Plane => ({
  database,
  clock,
  log,
  queues: new SqliteQueues(database, clock),
  oneShots: new SqliteOneShots(database),
  stream: new SqliteStream(database),
});
