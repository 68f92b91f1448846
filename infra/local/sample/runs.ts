import { seededRandom } from "#infra/local/seeded-random.ts";
import { epochMillis } from "#shared/kernel/time.ts";
import type { RunEvent, RunOutcome } from "#shared/runs/run-event.ts";

type Job = {
  readonly workload: string;
  readonly job: string;
  readonly perDay: number;
  readonly minutes: number;
  /** Share of runs that fail, 0 to 1. */
  readonly failing: number;
};

const JOBS: readonly Job[] = [
  { workload: "orders-etl", job: "orders-load", perDay: 4, minutes: 22, failing: 0.03 },
  { workload: "orders-etl", job: "orders-enrich", perDay: 2, minutes: 35, failing: 0.08 },
  { workload: "price-publisher", job: "price-publish", perDay: 1, minutes: 6, failing: 0.01 },
  { workload: "payments-reconcile", job: "payments-match", perDay: 1, minutes: 48, failing: 0.02 },
  { workload: "route-planner", job: "route-plan", perDay: 2, minutes: 74, failing: 0.05 },
  { workload: "finance-close", job: "close-nightly", perDay: 1, minutes: 95, failing: 0.04 },
  { workload: "click-stream", job: "sessionize", perDay: 3, minutes: 18, failing: 0.02 },
  { workload: "feature-store", job: "features-build", perDay: 1, minutes: 120, failing: 0.06 },
  { workload: "model-training", job: "train-forecast", perDay: 1, minutes: 210, failing: 0.12 },
];

const DAY = 86_400_000;

/** The pipeline runs of the `days` days before `today`, the same for the same seed and day. */
export function sampleRuns(
  today: Date,
  { days = 400, seed = 4_401 }: { readonly days?: number; readonly seed?: number } = {},
): readonly RunEvent[] {
  const midnight = Math.floor(today.getTime() / DAY) * DAY;
  const random = seededRandom(seed);
  return Array.from({ length: days }, (_, at) => midnight - (days - at) * DAY).flatMap((day) =>
    JOBS.flatMap((job) => Array.from({ length: job.perDay }, (_, run) => runOf(job, { day, run, random }))),
  );
}

function runOf(job: Job, { day, run, random }: { day: number; run: number; random: () => number }): RunEvent {
  const startedAt = day + Math.floor(((run + random() * 0.5) * DAY) / job.perDay);
  const chance = random();
  const outcome: RunOutcome = chance >= job.failing ? "succeeded" : chance < job.failing / 4 ? "timed-out" : "failed";
  const length = job.minutes * 60_000 * (outcome === "failed" ? 0.2 + random() * 0.6 : 0.8 + random() * 0.5);
  return {
    workload: job.workload,
    job: job.job,
    runId: `${job.job}-${new Date(day).toISOString().slice(0, 10)}-${run + 1}`,
    startedAt: epochMillis(startedAt),
    endedAt: epochMillis(Math.floor(startedAt + length)),
    outcome,
    bytes: Math.floor(job.minutes * 4e8 * (0.7 + random() * 0.6)),
  };
}
