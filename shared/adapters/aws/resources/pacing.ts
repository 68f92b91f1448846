import { setTimeout as sleep } from "node:timers/promises";
import type { Place } from "#shared/adapters/aws/resources/member-clients.ts";

export type PacingDeps = {
  /** In milliseconds, of whatever beginning. */
  readonly now: () => number;
  readonly pause: (milliseconds: number) => Promise<unknown>;
};

const REAL: PacingDeps = { now: () => performance.now(), pause: sleep };

/**
 * A token bucket for each account and region that holds one token and gets `perSecond` of them a second: whoever
 * comes too early waits for its turn, in the order of coming.
 */
export function pacing(perSecond: number, { now, pause }: PacingDeps = REAL): (place: Place) => Promise<void> {
  const apart = 1_000 / perSecond;
  const next = new Map<string, number>();
  return async ({ account, region }) => {
    const key = `${account} ${region}`;
    const turn = Math.max(now(), next.get(key) ?? 0);
    next.set(key, turn + apart);
    const wait = turn - now();
    if (wait > 0) await pause(wait);
  };
}
