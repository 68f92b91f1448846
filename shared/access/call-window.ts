import type { Random } from "#shared/kernel/ids.ts";
import { type EpochMillis, type Millis, millis, minutes, plus, seconds } from "#shared/kernel/time.ts";

/** How long after the write that permits it a call may still be sent (access-protocol A1). */
export const CALL_WINDOW: Millis = seconds(30);

const FIRST_RETRY = seconds(5);
const LONGEST_RETRY = minutes(15);

/** How long to wait after `attempts` tries: doubling from 5 s to 15 min, and half of it by chance, so that two do not march in step. */
export function retryDelay(attempts: number, random: Random): Millis {
  const full = Math.min(FIRST_RETRY * 2 ** Math.min(attempts, 20), LONGEST_RETRY);
  return millis(Math.round(full / 2 + (full / 2) * random()));
}

/** The deadline of the calls that a write at `now` permits. */
export const callDeadline = (now: EpochMillis): EpochMillis => plus(now, CALL_WINDOW);
