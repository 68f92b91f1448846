import * as z from "zod";
import { Moment } from "#shared/contracts/stored/stored-field.ts";
import { RUN_OUTCOMES, type RunEvent } from "#shared/runs/run-event.ts";

/** Some runs of one workload that ended in one month. */
export type RunPage = {
  readonly month: string;
  readonly workload: string;
  readonly page: number;
  readonly runs: readonly RunEvent[];
};

/** A run as told and as stored. */
const StoredRun: z.ZodType<RunEvent> = z.strictObject({
  workload: z.string().min(1).max(200),
  job: z.string().min(1).max(200),
  runId: z.string().min(1).max(300),
  startedAt: Moment,
  endedAt: Moment,
  outcome: z.enum(RUN_OUTCOMES),
  bytes: z.exactOptional(z.int().nonnegative()),
});

/** A page of runs, version 1. */
export const StoredRunPage: z.ZodType<RunPage> = z.strictObject({
  month: z.string().regex(/^\d{4}-\d\d$/),
  workload: z.string().min(1),
  page: z.int().nonnegative(),
  runs: z.array(StoredRun),
});
