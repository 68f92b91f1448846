import { sqsClient } from "#shared/adapters/aws/clients/sqs.ts";
import type { QueueEnv } from "#shared/adapters/aws/queue-parts.ts";
import { sqsQueues } from "#shared/adapters/aws/sqs-queues.ts";
import type { Queues } from "#shared/storage/messaging.ts";

/** The queues that our own code fills, on SQS. */
export const filledQueues = ({ SWEEP_SHARDS_QUEUE_URL }: QueueEnv): Queues =>
  sqsQueues({ client: sqsClient(), urls: { "sweep-shards": SWEEP_SHARDS_QUEUE_URL } });
