import { schedulerClient } from "#shared/adapters/aws/clients/scheduler.ts";
import { schedulerOneShots } from "#shared/adapters/aws/scheduler-one-shots.ts";
import { wallClock } from "#shared/adapters/aws/wall-clock.ts";
import type { OneShots } from "#shared/storage/messaging.ts";

type OneShotEnv = {
  readonly SCHEDULE_GROUP: string;
  readonly SCHEDULE_ROLE_ARN: string;
  readonly GRANT_CONVERGE_ARN: string;
};

/** One-shot schedules of our own group; they wake one function. */
export const oneShotsOf = (env: OneShotEnv): OneShots =>
  schedulerOneShots({
    client: schedulerClient(),
    clock: wallClock,
    group: env.SCHEDULE_GROUP,
    roleArn: env.SCHEDULE_ROLE_ARN,
    targets: { "grant-converge": env.GRANT_CONVERGE_ARN },
  });
