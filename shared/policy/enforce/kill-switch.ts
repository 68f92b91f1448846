import type { EpochMillis } from "#shared/kernel/time.ts";

/** Stops every write of every policy while it is on. Read before each write; no row means it was never on. */
export type KillSwitch = {
  readonly on: boolean;
  readonly by: string;
  readonly at: EpochMillis;
  readonly because: string;
};

/** There is one. */
export const KILL_SWITCH = "all";
