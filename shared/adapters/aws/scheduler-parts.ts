import { schedulerClient } from "#shared/adapters/aws/clients/scheduler.ts";
import type { OneShotEnv } from "#shared/adapters/aws/one-shot-parts.ts";
import { schedulerOneShots } from "#shared/adapters/aws/scheduler-one-shots.ts";
import { wallClock } from "#shared/adapters/aws/wall-clock.ts";
import type { OneShots } from "#shared/storage/messaging.ts";

/** One-shot schedules of our own group, on EventBridge Scheduler. */
export const groupOneShots = (env: OneShotEnv): OneShots =>
  schedulerOneShots({
    client: schedulerClient(),
    clock: wallClock,
    group: env.SCHEDULE_GROUP,
    roleArn: env.SCHEDULE_ROLE_ARN,
    targets: { "grant-converge": env.GRANT_CONVERGE_ARN },
  });
