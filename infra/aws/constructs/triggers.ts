import { Duration, Stack } from "aws-cdk-lib";
import { type IEventBus, Match, Rule, Schedule } from "aws-cdk-lib/aws-events";
import { SqsQueue } from "aws-cdk-lib/aws-events-targets";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import {
  EventSourceMapping,
  FilterCriteria,
  FilterRule,
  type IFunction,
  StartingPosition,
} from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import type { MessageQueue } from "#infra/aws/constructs/message-queue.ts";
import { parseDuration } from "#shared/kernel/duration.ts";
import type { FunctionSpec, Trigger } from "#shared/runtime/function.ts";

type EventsTrigger = Extract<Trigger, { kind: "events" }>;
type ScheduleTrigger = Extract<Trigger, { kind: "schedule" }>;

/** The queue that a function reads: one we fill by name, or one of its own for events and schedules. */
export function queueNameOf({ name, triggers }: FunctionSpec): string | undefined {
  const filled = triggers.find((trigger) => trigger.kind === "queue");
  if (filled !== undefined) return filled.queue;
  return triggers.some(({ kind }) => kind === "events" || kind === "schedule") ? name : undefined;
}

/** What event source mappings do in the role's name (Lambda developer guide, "Using Lambda with Amazon SQS"). */
export const consumeStatement = (queueArn: string): PolicyStatement =>
  new PolicyStatement({
    actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
    resources: [queueArn],
  });

/** How long a delivery waits for more messages. */
export const gatherSecondsOf = ({ triggers }: FunctionSpec): number =>
  triggers.find((trigger) => trigger.kind === "events")?.gatherSeconds ?? 0;

/** Messages one by one to the function, failures reported one by one; at most so many at once. */
export function readQueue(scope: Construct, { queue }: MessageQueue, { to, spec }: Reader): void {
  const own = spec.triggers.find((trigger) => trigger.kind === "queue");
  const gather = gatherSecondsOf(spec);
  new EventSourceMapping(scope, "FromQueue", {
    target: to,
    eventSourceArn: queue.queueArn,
    batchSize: 10,
    ...(gather === 0 ? {} : { maxBatchingWindow: Duration.seconds(gather) }),
    reportBatchItemFailures: true,
    // Two is the least that SQS event sources take (API reference, ScalingConfig).
    maxConcurrency: Math.max(2, own?.concurrency ?? 10),
  });
}

/** The table's new events, in order; only those travel, the rest of the stream is filtered out. */
export function readStream(scope: Construct, streamArn: string, to: IFunction): void {
  new EventSourceMapping(scope, "FromStream", {
    target: to,
    eventSourceArn: streamArn,
    batchSize: 100,
    startingPosition: StartingPosition.TRIM_HORIZON,
    bisectBatchOnError: true,
    filters: [
      FilterCriteria.filter({
        eventName: FilterRule.isEqual("INSERT"),
        dynamodb: { NewImage: { kind: { S: FilterRule.isEqual("event") } } },
      }),
    ],
  });
}

export type Reader = { readonly to: IFunction; readonly spec: FunctionSpec };

/**
 * Events of the bus to the function's queue; `request.*` is every type that begins so. Our own are those of this account
 * alone: each account of the organization may put events on the bus, whose account EventBridge says, under any name.
 */
export function ruleOfEvents(
  scope: Construct,
  trigger: EventsTrigger,
  { bus, queue }: { bus: IEventBus; queue: MessageQueue },
): void {
  const exact = trigger.types.filter((type) => !type.endsWith("*"));
  const prefixes = trigger.types.filter((type) => type.endsWith("*")).map((type) => type.slice(0, -1));
  new Rule(scope, `On${trigger.source[0] ?? ""}`, {
    eventBus: bus,
    eventPattern: {
      source: [...trigger.source],
      ...(trigger.source.some(isOfAws) ? {} : { account: [Stack.of(scope).account] }),
      detailType: Match.anyOf(...exact, ...prefixes.map((prefix) => Match.prefix(prefix))) as never,
    },
    targets: [new SqsQueue(queue.queue)],
  });
}

/** A name that only AWS may give (PutEvents refuses it to everybody else). */
const isOfAws = (source: string): boolean => source.startsWith("aws.");

/** A rule of the default bus, which alone knows schedules. */
export function ruleOfSchedule(scope: Construct, trigger: ScheduleTrigger, queue: MessageQueue): void {
  const schedule =
    "cron" in trigger
      ? Schedule.expression(`cron(${trigger.cron})`)
      : Schedule.rate(Duration.millis(lengthOf(trigger.every)));
  new Rule(scope, "OnSchedule", { schedule, targets: [new SqsQueue(queue.queue)] });
}

function lengthOf(every: string): number {
  const length = parseDuration(every);
  if (!length.ok) throw new Error(`Cannot schedule "${every}": it is no duration`);
  return length.value;
}
