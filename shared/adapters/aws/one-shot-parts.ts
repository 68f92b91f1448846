import { lateOneShots } from "#shared/adapters/aws/late-ports.ts";
import { late } from "#shared/kernel/late.ts";
import type { OneShots } from "#shared/storage/messaging.ts";

export type OneShotEnv = {
  readonly SCHEDULE_GROUP: string;
  readonly SCHEDULE_ROLE_ARN: string;
  readonly GRANT_CONVERGE_ARN: string;
};

/** One-shot schedules of our own group; they wake one function. */
export const oneShotsOf = (env: OneShotEnv): OneShots =>
  lateOneShots(late(async () => (await import("#shared/adapters/aws/scheduler-parts.ts")).groupOneShots(env)));
