import { Duration } from "aws-cdk-lib";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type { AlarmTopic } from "#infra/aws/constructs/alarm-topic.ts";

/** A message is tried this often before it is put aside, as on the laptop. */
const ATTEMPTS = 6;

/** Longest that SQS keeps a message (developer guide, "Amazon SQS message quotas"). */
const KEPT = Duration.days(14);

export type MessageQueueProps = {
  /** `tollgate-<name>`, and the dead-letter queue `tollgate-<name>-dead`. */
  readonly name: string;
  readonly consumerTimeout: Duration;
  /** How long a delivery waits for more messages. */
  readonly gatherSeconds: number;
  readonly alarms: AlarmTopic;
};

/** A queue in front of one consumer, with the queue for what the consumer could not do, and its alarm. */
export class MessageQueue extends Construct {
  readonly queue: Queue;
  readonly dead: Queue;

  constructor(scope: Construct, id: string, { name, consumerTimeout, gatherSeconds, alarms }: MessageQueueProps) {
    super(scope, id);
    this.dead = new Queue(this, "Dead", {
      queueName: `tollgate-${name}-dead`,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: KEPT,
    });
    this.queue = new Queue(this, "Queue", {
      queueName: `tollgate-${name}`,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // Six times the consumer's time-out and the batching window (Lambda developer guide, "Configuring a queue").
      visibilityTimeout: Duration.seconds(consumerTimeout.toSeconds() * 6 + gatherSeconds),
      retentionPeriod: KEPT,
      deadLetterQueue: { queue: this.dead, maxReceiveCount: ATTEMPTS },
    });
    alarms.add({
      runbook: "dead-letters",
      of: name,
      says: `A message for ${name} could not be handled and was put aside`,
      metric: this.dead.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1) }),
      above: 0,
    });
    alarms.add({
      runbook: "queue-age",
      of: name,
      says: `The oldest message for ${name} has waited for more than 15 minutes`,
      metric: this.queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(5) }),
      above: 900,
    });
  }
}
