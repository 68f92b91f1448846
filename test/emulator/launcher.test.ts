import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import {
  CreateEventBusCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import { CreateBucketCommand, HeadBucketCommand, ListBucketsCommand, PutBucketPolicyCommand } from "@aws-sdk/client-s3";
import {
  CreateScheduleCommand,
  CreateScheduleGroupCommand,
  DeleteScheduleCommand,
  GetScheduleCommand,
} from "@aws-sdk/client-scheduler";
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
} from "@aws-sdk/client-sqs";
import { describe, expect, inject, test } from "vitest";
import { decisionsOf, readDecisions } from "#infra/emulator/decisions.ts";
import { ACCOUNT, actingAs, answerTo, type Clients, rootOf } from "./account.ts";

const { url, python, decisionLog } = inject("emulator");

test("any other version of the emulator is refused, and named", () => {
  const folder = mkdtempSync(join(tmpdir(), "other-version-"));
  try {
    mkdirSync(join(folder, "ministack-1.5.34.dist-info"));
    writeFileSync(
      join(folder, "ministack-1.5.34.dist-info", "METADATA"),
      "Metadata-Version: 2.1\nName: ministack\nVersion: 1.5.34\n",
    );
    const launcher = resolve("infra/emulator/launcher.py");
    const ran = spawnSync(python, [launcher, "--decisions", join(folder, "decisions")], {
      encoding: "utf8",
      env: { PYTHONPATH: folder },
      timeout: 20_000,
    });
    expect(ran.stderr.trim()).toBe(
      "Cannot start the emulator: ministack is 1.5.34, and the launcher knows 1.5.33 alone",
    );
    expect(ran.status).toBe(1);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("each decision is logged with who, what, where and whether it was allowed", async () => {
  const { s3, sqs } = await actingAs(url, "logged", [
    { Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" },
    { Effect: "Deny", Action: "sqs:CreateQueue", Resource: "*" },
  ]);
  expect(await answerTo(s3.send(new ListBucketsCommand()))).toBe("allowed");
  expect(await answerTo(sqs.send(new ListQueuesCommand()))).toBe("denied");
  expect(await answerTo(sqs.send(new CreateQueueCommand({ QueueName: "never" })))).toBe("denied");

  const logged = decisionsOf("logged", readDecisions(decisionLog));
  const principal = `arn:aws:sts::${ACCOUNT}:assumed-role/logged/test`;
  expect(logged.map(({ time: _, call: __, ...rest }) => rest)).toEqual([
    { principal, action: "s3:ListAllMyBuckets", resource: "*", allowed: true },
    { principal, action: "sqs:ListQueues", resource: expect.any(String), allowed: false, reason: "ImplicitDeny" },
    {
      principal,
      action: "sqs:CreateQueue",
      resource: `arn:aws:sqs:us-east-1:${ACCOUNT}:never`,
      allowed: false,
      reason: "Deny",
    },
  ]);
  const times = logged.map(({ time }) => time);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(Math.abs(Date.now() - (times[0] ?? 0))).toBeLessThan(60_000);
});

test("a decision says which call it belongs to: a transaction is one, and a decision for each of its rows", async () => {
  const Resource = `arn:aws:dynamodb:us-east-1:${ACCOUNT}:table/counted`;
  const { tables } = await actingAs(url, "counted", [{ Effect: "Allow", Action: "dynamodb:PutItem", Resource }]);
  const put = (pk: string) => ({ Put: { TableName: "counted", Item: { pk: { S: pk } } } });
  // There is no such table: who may write to it is asked first.
  for (let time = 0; time < 2; time += 1) {
    const writing = tables.send(new TransactWriteItemsCommand({ TransactItems: [put("a"), put("b")] }));
    await expect(writing).rejects.toThrow();
  }
  const logged = decisionsOf("counted", readDecisions(decisionLog));
  expect(logged.map(({ action }) => action)).toEqual(Array.from({ length: 4 }, () => "dynamodb:PutItem"));
  const [first, second, third, fourth] = logged.map(({ call }) => call);
  expect(first).toBeTypeOf("number");
  expect([second, fourth]).toEqual([first, third]);
  expect(third).not.toBe(first);
});

describe("a request from this computer counts as TLS", () => {
  test.each([
    { asks: "true", answer: "allowed", why: "what CDK's enforceSSL and its bootstrap bucket ask" },
    { asks: "false", answer: "denied", why: "the condition is evaluated, not skipped" },
  ])("a permission on condition that aws:SecureTransport is $asks is $answer: $why", async ({ asks, answer }) => {
    const { s3 } = await actingAs(url, `tls-${asks}`, [
      {
        Effect: "Allow",
        Action: "s3:ListAllMyBuckets",
        Resource: "*",
        Condition: { Bool: { "aws:SecureTransport": asks } },
      },
    ]);
    expect(await answerTo(s3.send(new ListBucketsCommand()))).toBe(answer);
  });

  test("a bucket that refuses all but TLS lets a reader in", async () => {
    const root = rootOf(url);
    await root.s3.send(new CreateBucketCommand({ Bucket: "tls-only" }));
    const deny = {
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: ["arn:aws:s3:::tls-only", "arn:aws:s3:::tls-only/*"],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    };
    await root.s3.send(
      new PutBucketPolicyCommand({ Bucket: "tls-only", Policy: JSON.stringify({ Statement: [deny] }) }),
    );
    const { s3 } = await actingAs(url, "tls-reader", [{ Effect: "Allow", Action: "s3:ListBucket", Resource: "*" }]);
    expect(await answerTo(s3.send(new HeadBucketCommand({ Bucket: "tls-only" })))).toBe("allowed");
  });
});

test("a recorded aws.* event reaches the queue of the rule that waits for it, and others do not", async () => {
  const { events, sqs } = rootOf(url);
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "recorded" }));
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }));
  await events.send(new CreateEventBusCommand({ Name: "hub" }));
  await events.send(
    new PutRuleCommand({ Name: "creates", EventBusName: "hub", EventPattern: '{"source":["aws.s3"]}' }),
  );
  await events.send(
    new PutTargetsCommand({
      Rule: "creates",
      EventBusName: "hub",
      Targets: [{ Id: "queue", Arn: Attributes?.["QueueArn"] }],
    }),
  );
  const record = (source: string) => ({
    EventBusName: "hub",
    Source: source,
    DetailType: "AWS API Call via CloudTrail",
    Detail: '{"eventName":"CreateBucket"}',
  });
  const sent = await events.send(new PutEventsCommand({ Entries: [record("aws.sqs"), record("aws.s3")] }));
  expect(sent.FailedEntryCount).toBe(0);

  const received = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 5, MaxNumberOfMessages: 10 }));
  expect(received.Messages?.map(({ Body }) => JSON.parse(Body ?? ""))).toMatchObject([
    { source: "aws.s3", "detail-type": "AWS API Call via CloudTrail", detail: { eventName: "CreateBucket" } },
  ]);
});

test("a rule of one account sends on to the bus of another, where it says who sent it", async () => {
  const SENDER = "333333333333";
  const hub = rootOf(url);
  const { QueueUrl } = await hub.sqs.send(new CreateQueueCommand({ QueueName: "forwarded" }));
  const { Attributes } = await hub.sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }));
  const { EventBusArn } = await hub.events.send(new CreateEventBusCommand({ Name: "across" }));
  const pattern = { EventPattern: '{"source":["aws.s3"]}' };
  await hub.events.send(new PutRuleCommand({ Name: "all", EventBusName: "across", ...pattern }));
  const queue = [{ Id: "queue", Arn: Attributes?.["QueueArn"] }];
  await hub.events.send(new PutTargetsCommand({ Rule: "all", EventBusName: "across", Targets: queue }));
  const { events } = rootOf(url, SENDER);
  await events.send(new PutRuleCommand({ Name: "forward", ...pattern }));
  const target = { Id: "hub", Arn: EventBusArn, RoleArn: `arn:aws:iam::${SENDER}:role/forwards` };
  await events.send(new PutTargetsCommand({ Rule: "forward", Targets: [target] }));
  const entry = { Source: "aws.s3", DetailType: "x", Detail: "{}" };
  await events.send(new PutEventsCommand({ Entries: [entry] }));

  const { Messages } = await hub.sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 5 }));
  expect(Messages?.map(({ Body }) => JSON.parse(Body ?? ""))).toMatchObject([{ source: "aws.s3", account: SENDER }]);
});

test("to send a recorded event still takes the permission", async () => {
  const { events } = await actingAs(url, "reads-rules", [{ Effect: "Allow", Action: "events:List*", Resource: "*" }]);
  const entry = { Source: "aws.s3", DetailType: "x", Detail: "{}" };
  expect(await answerTo(events.send(new PutEventsCommand({ Entries: [entry] })))).toBe("denied");
});

describe("schedules are authorised by their group", () => {
  const schedule = (name: string, group?: string) =>
    new CreateScheduleCommand({
      Name: name,
      ...(group === undefined ? {} : { GroupName: group }),
      ScheduleExpression: "at(2099-01-01T00:00:00)",
      FlexibleTimeWindow: { Mode: "OFF" },
      Target: { Arn: `arn:aws:sqs:us-east-1:${ACCOUNT}:q`, RoleArn: `arn:aws:iam::${ACCOUNT}:role/scheduler-target` },
    });

  test("a permission on one group holds in that group, for each call, and in no other", async () => {
    const root = rootOf(url);
    const { scheduler } = await withGroups(root);
    expect(await answerTo(scheduler.send(schedule("inside", "ends")))).toBe("allowed");
    const inside = { Name: "inside", GroupName: "ends" };
    expect(await answerTo(scheduler.send(new GetScheduleCommand(inside)))).toBe("allowed");
    expect(await answerTo(scheduler.send(new DeleteScheduleCommand(inside)))).toBe("allowed");

    expect(await answerTo(scheduler.send(schedule("outside", "other")))).toBe("denied");
    expect(await answerTo(scheduler.send(schedule("outside")))).toBe("denied");
    await root.scheduler.send(schedule("outside", "other"));
    const outside = { Name: "outside", GroupName: "other" };
    expect(await answerTo(scheduler.send(new GetScheduleCommand(outside)))).toBe("denied");
    expect(await answerTo(scheduler.send(new DeleteScheduleCommand(outside)))).toBe("denied");
  });

  async function withGroups(root: Clients): Promise<Clients> {
    const clients = await actingAs(url, "schedules-ends", [
      { Effect: "Allow", Action: "scheduler:*", Resource: `arn:aws:scheduler:us-east-1:${ACCOUNT}:schedule/ends/*` },
    ]);
    await actingAs(url, "scheduler-target", [{ Effect: "Allow", Action: "sqs:SendMessage", Resource: "*" }]);
    await root.scheduler.send(new CreateScheduleGroupCommand({ Name: "ends" }));
    await root.scheduler.send(new CreateScheduleGroupCommand({ Name: "other" }));
    return clients;
  }
});
