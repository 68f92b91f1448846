import type { RunEvent } from "#shared/runs/run-event.ts";

/** Keeps ended runs. A run told twice is one run: it is known by its workload, job and id. */
export interface RunStore {
  /** How many of them were new. */
  add(runs: readonly RunEvent[], by: string): Promise<number>;
  /** All that ended in a calendar month (UTC), `2026-10`. */
  endedIn(month: string): Promise<readonly RunEvent[]>;
}
