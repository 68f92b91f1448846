import { eventbridgeClient } from "#shared/adapters/aws/clients/eventbridge.ts";
import { schedulerClient } from "#shared/adapters/aws/clients/scheduler.ts";
import { sqsClient } from "#shared/adapters/aws/clients/sqs.ts";
import { eventBridgeBus } from "#shared/adapters/aws/eventbridge-bus.ts";
import { schedulerOneShots } from "#shared/adapters/aws/scheduler-one-shots.ts";
import { sqsQueues } from "#shared/adapters/aws/sqs-queues.ts";
import { wallClock } from "#shared/adapters/aws/state-parts.ts";
import type { Bus, OneShots, Queues } from "#shared/storage/messaging.ts";

/** The bus of our own events. */
export const busOf = ({ BUS_NAME }: { readonly BUS_NAME: string }): Bus =>
  eventBridgeBus({ client: eventbridgeClient(), bus: BUS_NAME });

/** The queues that our own code fills. */
export const queuesOf = ({ SWEEP_SHARDS_QUEUE_URL }: { readonly SWEEP_SHARDS_QUEUE_URL: string }): Queues =>
  sqsQueues({ client: sqsClient(), urls: { "sweep-shards": SWEEP_SHARDS_QUEUE_URL } });

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
