import type { BillRow } from "#shared/cost/attribution.ts";

// What names a job in the ARNs of Glue, EMR Serverless, Step Functions, Batch and SageMaker.
const JOB_ARN =
  /:(?:job|jobRun|stateMachine|job-definition|training-job|processing-job|transform-job)[:/]([^:/]+)|:\/applications\/[^/]+\/jobruns\/([^/]+)/;

const JOB_TAGS = ["JobName", "job_name", "Job", "job", "JobId", "job_id", "dag_id"] as const;

/** The job a row was spent on, where its resource or its tags name one. */
export function jobOf({ column, tags }: Pick<BillRow, "column" | "tags">): string | undefined {
  const arn = JOB_ARN.exec(column("ResourceId") ?? "");
  const named = arn?.[1] ?? arn?.[2];
  if (named !== undefined) return named;
  for (const key of JOB_TAGS) {
    const value = tags.get(key);
    if (value !== undefined && value !== "") return value;
  }
  return undefined;
}
