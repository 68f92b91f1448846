import { CloudWatchClient, DescribeAlarmsCommand, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DeleteRolePolicyCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  DeleteFunctionConcurrencyCommand,
  LambdaClient,
  PutFunctionConcurrencyCommand,
  paginateListFunctions,
} from "@aws-sdk/client-lambda";
import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { inject } from "vitest";
import { REGION } from "#infra/emulator/environment.ts";

const asOperator = () => ({
  endpoint: inject("emulator").url,
  region: REGION,
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
});

/** Runs `work` while no function of the plane can run, and lets all run again whatever comes of it. */
export async function whileAllIsStopped(work: () => Promise<void>): Promise<void> {
  const names: string[] = [];
  for await (const { Functions = [] } of paginateListFunctions({ client: new LambdaClient(asOperator()) }, {})) {
    names.push(
      ...Functions.map(({ FunctionName = "" }) => FunctionName).filter((name) => name.startsWith("tollgate-")),
    );
  }
  await whileStopped(names, work);
}

/** The same of these functions alone. */
export async function whileStopped(names: readonly string[], work: () => Promise<void>): Promise<void> {
  const lambda = new LambdaClient(asOperator());
  for (const FunctionName of names) {
    await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));
  }
  try {
    await work();
  } finally {
    for (const FunctionName of names) await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
  }
}

/** The same while a function's role is refused one action. */
export async function whileRefused(
  { role, action }: { readonly role: string; readonly action: string },
  work: () => Promise<void>,
): Promise<void> {
  const iam = new IAMClient(asOperator());
  const refusal = { RoleName: role, PolicyName: "refused-in-a-story" };
  const Statement = [{ Effect: "Deny", Action: action, Resource: "*" }];
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  await iam.send(new PutRolePolicyCommand({ ...refusal, PolicyDocument }));
  try {
    await work();
  } finally {
    await iam.send(new DeleteRolePolicyCommand(refusal));
  }
}

export async function urlOfQueue(QueueName: string): Promise<string> {
  return (await new SQSClient(asOperator()).send(new GetQueueUrlCommand({ QueueName }))).QueueUrl ?? "";
}

export const sendTo = async (QueueUrl: string, MessageBody: string): Promise<void> =>
  void (await new SQSClient(asOperator()).send(new SendMessageCommand({ QueueUrl, MessageBody })));

/** The moment of a function's schedule, come early: what its rule puts into its queue. */
export const itIsTimeFor = async (fn: string): Promise<void> =>
  sendTo(
    await urlOfQueue(`tollgate-${fn}`),
    JSON.stringify({ source: "aws.events", "detail-type": "Scheduled Event" }),
  );

/** How many messages wait in a queue, those that somebody has taken and not finished with among them. */
export async function waitingIn(QueueUrl: string): Promise<number> {
  const { Attributes = {} } = await new SQSClient(asOperator()).send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }),
  );
  return (
    Number(Attributes["ApproximateNumberOfMessages"]) + Number(Attributes["ApproximateNumberOfMessagesNotVisible"])
  );
}

/**
 * Comes back soon when it was not handled, while `work` runs: the real time is six times the function's time-out. Not so
 * soon that what a function is still busy with on a slow computer is taken for unhandled until it is dead.
 */
export async function triedAgainSoon(QueueUrl: string, work: () => Promise<void>): Promise<void> {
  const sqs = new SQSClient(asOperator());
  const AttributeNames = ["VisibilityTimeout"] as ["VisibilityTimeout"];
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: "3" } }));
  try {
    await work();
  } finally {
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
  }
}

/** The state of the alarm on a queue's dead letters, once CloudWatch has the figure that SQS gives it every minute. */
export async function deadLetterAlarm(queue: string, dead: number): Promise<string | undefined> {
  const cloudwatch = new CloudWatchClient(asOperator());
  const Dimensions = [{ Name: "QueueName", Value: `${queue}-dead` }];
  const datum = { MetricName: "ApproximateNumberOfMessagesVisible", Dimensions, Value: dead, Timestamp: new Date() };
  await cloudwatch.send(new PutMetricDataCommand({ Namespace: "AWS/SQS", MetricData: [datum] }));
  const { MetricAlarms = [] } = await cloudwatch.send(new DescribeAlarmsCommand({}));
  const found = MetricAlarms.find(
    (alarm) =>
      alarm.MetricName === datum.MetricName && alarm.Dimensions?.some(({ Value }) => Value === `${queue}-dead`),
  );
  return found?.StateValue;
}

/** The lines of a function's log that hold a figure, whole: what CloudWatch would make metrics of. */
export async function figureLines(
  fn: string,
  figure: string,
): Promise<readonly { readonly [name: string]: unknown }[]> {
  const logs = new CloudWatchLogsClient(asOperator());
  const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName: `/aws/lambda/tollgate-${fn}` }));
  return events
    .flatMap(({ message = "" }) => message.split("\n"))
    .filter((line) => line.startsWith("{") && line.includes(`"${figure}":`))
    .map((line) => JSON.parse(line) as { readonly [name: string]: unknown });
}
