import type { EpochMillis, Millis } from "#shared/kernel/time.ts";
import { since } from "#shared/kernel/time.ts";

/** How a run ended. A retry is a run of its own, so what failed before it has its own cost. */
export const RUN_OUTCOMES = ["succeeded", "failed", "timed-out", "stopped"] as const;

export type RunOutcome = (typeof RUN_OUTCOMES)[number];

/** One ended run of a job, as Glue, EMR, Step Functions, Batch, Databricks or Airflow told it. */
export type RunEvent = {
  readonly workload: string;
  readonly job: string;
  readonly runId: string;
  readonly startedAt: EpochMillis;
  readonly endedAt: EpochMillis;
  readonly outcome: RunOutcome;
  /** Read or written, where the source says so. */
  readonly bytes?: number;
};

/** Everything but a success: the money was spent, the result is not there. */
export const isFailed = (run: RunEvent): boolean => run.outcome !== "succeeded";

/** Never negative: two clocks that disagree make a run of no length, not one of negative cost. */
export const lengthOf = (run: RunEvent): Millis => Math.max(0, since(run.startedAt, run.endedAt)) as Millis;
