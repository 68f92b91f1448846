import type { DatabaseSync } from "node:sqlite";
import type { Clock, EpochMillis } from "#shared/kernel/time.ts";

/** A clock that can be set forward, never back. */
export interface SettableClock extends Clock {
  set(moment: EpochMillis): void;
}

/** Time that stands still until it is set: the simulator's. */
export function virtualClock(start: EpochMillis): SettableClock {
  let now = start;
  return {
    now: () => now,
    set: (moment) => {
      now = Math.max(now, moment) as EpochMillis;
    },
  };
}

/**
 * The machine's time plus what a person advanced it by. The difference is kept in the state file:
 * after a restart, time goes on from where it was, never back.
 */
export function advancedWallClock(database: DatabaseSync, wall: () => number): SettableClock {
  const stored = database.prepare("SELECT value FROM meta WHERE name = 'clock-ahead'").get();
  let ahead = Number(stored?.["value"] ?? 0);
  const save = database.prepare("INSERT OR REPLACE INTO meta (name, value) VALUES ('clock-ahead', ?)");
  return {
    now: () => Math.floor(wall() + ahead) as EpochMillis,
    set: (moment) => {
      ahead = Math.max(ahead, moment - wall());
      save.run(String(ahead));
    },
  };
}
