import { describe, expect, test } from "vitest";

import { readCloudRecord } from "#shared/contracts/events/cloudtrail.ts";
import { classifyRecord, type RecordOutcome } from "#shared/policy/classify-record.ts";

const IDENTITY = {
  type: "AssumedRole",
  arn: "arn:aws:sts::111122223333:assumed-role/engineer/ana",
  accountId: "111122223333",
  sessionContext: { sessionIssuer: { userName: "engineer", arn: "arn:aws:iam::111122223333:role/engineer" } },
};

type Event = Readonly<Record<string, unknown>>;

const event = (more: Event): Event => ({
  eventSource: "s3.amazonaws.com",
  eventName: "CreateBucket",
  awsRegion: "eu-west-1",
  recipientAccountId: "111122223333",
  eventTime: "2026-11-23T12:00:00Z",
  userIdentity: IDENTITY,
  requestParameters: { bucketName: "sales" },
  responseElements: null,
  ...more,
});

function outcome(more: Event): RecordOutcome {
  const parsed = readCloudRecord(event(more));
  return parsed.kind === "record" ? classifyRecord(parsed.record) : parsed;
}

/** `s3 CreateBucket` with its parameters and its answer. */
const call = (name: string, request: Event, response: Event | null = null): Event => ({
  eventSource: `${name.split(" ")[0]}.amazonaws.com`,
  eventName: name.split(" ")[1],
  requestParameters: request,
  responseElements: response,
});

const session = (name: string): Event => ({
  ...IDENTITY,
  arn: `arn:aws:sts::111122223333:assumed-role/engineer/${name}`,
});

describe("what a record is", () => {
  test.each([
    {
      because: "a rejected create made nothing (rejected create enforced)",
      more: { errorCode: "AccessDenied" },
      is: "ignored rejected",
    },
    { because: "an empty error code is still one", more: { errorCode: "" }, is: "ignored rejected" },
    { because: "a read changes nothing", more: { readOnly: true }, is: "ignored read-only" },
    {
      because: "CreateCluster is of six services",
      more: call("eks CreateCluster", { name: "a" }),
      is: "ignored other-service",
    },
    { because: "nobody watches it", more: call("s3 PutObject", { bucketName: "a" }), is: "ignored not-watched" },
    {
      because: "Athena's is CreateWorkGroup, so this spelling is Redshift's",
      more: call("athena CreateWorkgroup", { name: "a" }),
      is: "ignored other-service",
    },
    {
      because: "our own write must not start another (c7n-3238)",
      more: { userIdentity: session("tollgate-enforce-A-12") },
      is: "ignored own-write",
    },
    {
      because: "a user of such a name is no session of ours",
      more: {
        userIdentity: { type: "IAMUser", arn: "arn:aws:iam::111122223333:user/tollgate-x", userName: "tollgate-x" },
      },
      is: "judged",
    },
    {
      because: "a session that only mentions us is not ours",
      more: { userIdentity: session("my-tollgate-x") },
      is: "judged",
    },
    {
      because: "the id is only in the request, and it is not there",
      more: { requestParameters: {} },
      is: "unreadable no-id",
    },
    { because: "CloudTrail left the parameters out", more: { requestParameters: null }, is: "unreadable no-id" },
    {
      because: "an id that is no text is no id",
      more: { requestParameters: { bucketName: 7 } },
      is: "unreadable no-id",
    },
    {
      because: "a control character is in no name",
      more: { requestParameters: { bucketName: "a\u0007" } },
      is: "unreadable no-id",
    },
    {
      because: "longer than any name",
      more: { requestParameters: { bucketName: "a".repeat(513) } },
      is: "unreadable no-id",
    },
    { because: "no account at all", more: { recipientAccountId: null, userIdentity: {} }, is: "unreadable no-account" },
    { because: "an account of four digits", more: { recipientAccountId: "0000" }, is: "unreadable no-account" },
    { because: "no region", more: { awsRegion: null }, is: "unreadable no-region" },
    { because: "a region that is none", more: { awsRegion: "eu-west-1:*" }, is: "unreadable no-region" },
    {
      because: "the ARN of a secret ends in what AWS made up",
      more: call("secretsmanager CreateSecret", { name: "db" }),
      is: "unreadable no-arn",
    },
    {
      because: "tags of a VPC are nobody's here",
      more: call("ec2 CreateTags", { resourcesSet: { items: [{ resourceId: "vpc-1a" }] } }),
      is: "ignored other-type",
    },
    {
      because: "a path that JavaScript itself would answer",
      more: { requestParameters: { toString: "x" } },
      is: "unreadable no-id",
    },
  ])("is $is: $because", ({ more, is }) => {
    const found = outcome(more);
    expect("reason" in found ? `${found.kind} ${found.reason}` : found.kind).toBe(is);
  });
});

const judged = (more: Event) => {
  const found = outcome(more);
  if (found.kind !== "judged") throw new Error(`${found.kind} ${found.reason}`);
  return found.resources;
};

describe("which resource a record is about", () => {
  const ARN = "arn:aws:rds:eu-west-1:111122223333:db:orders";

  test.each([
    {
      because: "filled from the template",
      more: {},
      type: "s3.bucket",
      arn: "arn:aws:s3:::sales",
      region: "eu-west-1",
    },
    {
      because: "the bucket's region is where it was put",
      more: {
        requestParameters: { bucketName: "sales", CreateBucketConfiguration: { LocationConstraint: "EU" } },
        awsRegion: "us-east-1",
      },
      type: "s3.bucket",
      arn: "arn:aws:s3:::sales",
      region: "eu-west-1",
    },
    {
      because: "taken from the response",
      more: call("rds CreateDBInstance", { dBInstanceIdentifier: "orders" }, { dBInstanceArn: ARN }),
      type: "rds.instance",
      arn: ARN,
      region: "eu-west-1",
    },
    {
      because: "an ARN of another service in the response is not believed",
      more: call("rds CreateDBInstance", { dBInstanceIdentifier: "orders" }, { dBInstanceArn: "arn:aws:s3:::sales" }),
      type: "rds.instance",
      arn: ARN,
      region: "eu-west-1",
    },
    {
      because: "a part of the ARN is elsewhere in the request",
      more: call("glue CreateTable", { databaseName: "sales", tableInput: { name: "orders" } }),
      type: "glue.table",
      arn: "arn:aws:glue:eu-west-1:111122223333:table/sales/orders",
      region: "eu-west-1",
    },
    {
      because: "a queue is named by its address",
      more: call("sqs SetQueueAttributes", { queueUrl: "https://sqs.eu-west-1.amazonaws.com/111122223333/jobs" }),
      type: "sqs.queue",
      arn: "arn:aws:sqs:eu-west-1:111122223333:jobs",
      region: "eu-west-1",
    },
    {
      because: "Glue's one tag call, told apart by the ARN",
      more: call("glue TagResource", { resourceArn: "arn:aws:glue:eu-west-1:111122223333:job/load" }),
      type: "glue.job",
      arn: "arn:aws:glue:eu-west-1:111122223333:job/load",
      region: "eu-west-1",
    },
    {
      because: "without the trailing :* of DescribeLogGroups",
      more: call("logs TagResource", { resourceArn: "arn:aws:logs:eu-west-1:111122223333:log-group:/app:*" }),
      type: "logs.log-group",
      arn: "arn:aws:logs:eu-west-1:111122223333:log-group:/app",
      region: "eu-west-1",
    },
    {
      because: "a partition of its own",
      more: { awsRegion: "cn-north-1", userIdentity: {} },
      type: "s3.bucket",
      arn: "arn:aws-cn:s3:::sales",
      region: "cn-north-1",
    },
  ])("$arn: $because", ({ more, type, arn, region }) => {
    expect(judged(more)).toMatchObject([{ resource: { type, arn, region, account: "111122223333" } }]);
  });

  test("several, where one call made several", () => {
    const response = { instancesSet: { items: [{ instanceId: "i-1a" }, { instanceId: "i-2b" }] } };
    const request = { tagSpecificationSet: { items: [{ tags: [{ key: "Workload", value: "orders-etl" }] }] } };
    expect(
      judged(call("ec2 RunInstances", request, response)).map(({ resource }) => [resource.name, resource.tags]),
    ).toEqual([
      ["i-1a", { Workload: "orders-etl" }],
      ["i-2b", { Workload: "orders-etl" }],
    ]);
  });

  test("of a tag call on several types, those that are known", () => {
    const items = ["vpc-1", "vol-2b", "i-1a"].map((resourceId) => ({ resourceId }));
    const found = judged(call("ec2 CreateTags", { resourcesSet: { items } }));
    expect(found.map(({ resource, does }) => `${does} ${resource.type} ${resource.name}`)).toEqual([
      "change ec2.instance i-1a",
      "change ec2.volume vol-2b",
    ]);
  });
});

describe("what a record shows", () => {
  const shown = (more: Event) => judged(more)[0]?.resource;
  const queue = (request: Event, more: Event = {}) =>
    shown({ ...call("sqs CreateQueue", { queueName: "jobs", ...request }), ...more });

  test.each([
    { because: "a map", tags: { a: "1" }, shows: { a: "1" } },
    { because: "pairs with capitals", tags: [{ Key: "a", Value: "1" }], shows: { a: "1" } },
    { because: "pairs without", tags: [{ key: "a", value: "1" }, { key: "b" }], shows: { a: "1", b: "" } },
    { because: "nothing was asked for", tags: undefined, shows: {} },
    { because: "a value that is no text", tags: { a: 1 }, shows: undefined },
    { because: "a list of something else", tags: ["a"], shows: undefined },
    { because: "a text", tags: "a=1", shows: undefined },
  ])("tags $tags are $shows: $because", ({ tags, shows }) => {
    expect(queue(tags === undefined ? {} : { tags })?.tags).toEqual(shows);
  });

  test("no tags of a call that never shows them, of CloudFormation's, and of changes", () => {
    expect(shown(call("redshift RestoreFromClusterSnapshot", { clusterIdentifier: "a" }))).not.toHaveProperty("tags");
    const byStack = { userIdentity: { ...IDENTITY, invokedBy: "cloudformation.amazonaws.com" } };
    expect(queue({ tags: { a: "1" } }, byStack)).not.toHaveProperty("tags");
    expect(shown(call("s3 PutBucketTagging", { bucketName: "a" }))).not.toHaveProperty("tags");
  });

  test.each([
    {
      because: "what the request says, in whole days",
      request: { attribute: { MessageRetentionPeriod: "86400" } },
      days: 1,
    },
    { because: "half a day is less than a day", request: { attributes: { MessageRetentionPeriod: 129_600 } }, days: 1 },
    { because: "AWS's default where it says nothing", request: {}, days: 4 },
    {
      because: "what is no number is not known, and is not the default",
      request: { attribute: { MessageRetentionPeriod: "soon" } },
      days: undefined,
    },
  ])("retention of $days days: $because", ({ request, days }) => {
    expect(queue(request)?.retention).toEqual(days === undefined ? {} : { "sqs.retention": days });
  });

  test("of a change only what it changed", () => {
    expect(shown(call("logs PutRetentionPolicy", { logGroupName: "/app", retentionInDays: 30 }))?.retention).toEqual({
      "logs.retention": 30,
    });
    expect(shown(call("logs TagLogGroup", { logGroupName: "/app" }))?.retention).toEqual({});
  });

  test("when and by whom it was made, of a create alone", () => {
    expect(shown({})).toMatchObject({ createdAt: 1_795_435_200_000, creator: IDENTITY.arn });
    expect(shown(call("s3 PutBucketTagging", { bucketName: "a" }))).not.toHaveProperty("creator");
    expect(shown({ eventTime: "yesterday" })).not.toHaveProperty("createdAt");
  });
});
