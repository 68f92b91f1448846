import { describe, expect, test } from "vitest";
import { arnFor, idIn } from "#shared/adapters/aws/resources/arn-form.ts";
import { PLACE } from "./scripted-target.ts";

describe("an ARN", () => {
  test.each([
    { type: "s3.bucket", id: "orders-1", arn: "arn:aws:s3:::orders-1" },
    // Names of log groups hold slashes.
    { type: "logs.log-group", id: "/app/orders", arn: "arn:aws:logs:eu-central-1:111122223333:log-group:/app/orders" },
    { type: "sqs.queue", id: "orders.fifo", arn: "arn:aws:sqs:eu-central-1:111122223333:orders.fifo" },
    { type: "kinesis.stream", id: "orders", arn: "arn:aws:kinesis:eu-central-1:111122223333:stream/orders" },
    { type: "ecr.repository", id: "team/orders", arn: "arn:aws:ecr:eu-central-1:111122223333:repository/team/orders" },
    { type: "rds.instance", id: "orders", arn: "arn:aws:rds:eu-central-1:111122223333:db:orders" },
  ])("of $type is made of its id, and has it", ({ type, id, arn }) => {
    expect(arnFor(type, PLACE, id)).toBe(arn);
    expect(idIn(type, arn)).toBe(id);
  });

  test("is of the partition that the region is in", () => {
    expect(arnFor("s3.bucket", { ...PLACE, region: "cn-north-1" }, "orders")).toBe("arn:aws-cn:s3:::orders");
    expect(arnFor("s3.bucket", { ...PLACE, region: "us-gov-west-1" }, "orders")).toBe("arn:aws-us-gov:s3:::orders");
  });
});
