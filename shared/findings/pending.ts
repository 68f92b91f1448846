import type { EpochMillis, Millis } from "#shared/kernel/time.ts";
import { minutes, plus, seconds } from "#shared/kernel/time.ts";

/**
 * A resource that waits to be judged: it was announced, but the account does not describe it yet, or
 * the policy asks to let it settle first. It stands here until it is judged or is a finding.
 *
 * The row stays when nothing waits any more, and each judgement that changes a finding writes it: who
 * read the account before another's judgement finds the row moved, and reads again.
 */
export type Pending = {
  readonly resource: {
    readonly arn: string;
    readonly type: string;
    readonly account: string;
    readonly region: string;
  };
  readonly because: "settling" | "not-ready" | "unreadable" | "judged";
  readonly creator?: string;
  readonly since: EpochMillis;
  readonly attempts: number;
  readonly nextAt: EpochMillis;
  /** Judged, or given up: nothing waits any more. */
  readonly over?: true;
};

/** After so many looks a resource that is not ready is a finding of its own. */
export const LOOKS = 8;

/** 15 s, 30 s, 1 min … up to 15 min between two looks: 8 looks last about half an hour. */
export const lookAgainAt = (now: EpochMillis, attempts: number): EpochMillis =>
  plus(now, Math.min(seconds(15) * 2 ** attempts, minutes(15)) as Millis);
