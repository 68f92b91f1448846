import { describe, expect, test } from "vitest";

import { call, judged } from "#test/shared/policy/recorded.ts";

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
