import type { EpochMillis } from "#shared/kernel/time.ts";

/**
 * Stops every write of every policy while it is on. Each write's own record stands on it, not longer than a second before it
 * is sent, or else it is read again; no row means it was never on.
 */
export type KillSwitch = {
  readonly on: boolean;
  readonly by: string;
  readonly at: EpochMillis;
  readonly because: string;
};

/** There is one. */
export const KILL_SWITCH = "all";
