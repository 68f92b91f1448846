import { lateQueues } from "#shared/adapters/aws/late-ports.ts";
import { late } from "#shared/kernel/late.ts";
import type { Queues } from "#shared/storage/messaging.ts";

export type QueueEnv = { readonly SWEEP_SHARDS_QUEUE_URL: string };

/** The queues that our own code fills. */
export const queuesOf = (env: QueueEnv): Queues =>
  lateQueues(late(async () => (await import("#shared/adapters/aws/sqs-parts.ts")).filledQueues(env)));
