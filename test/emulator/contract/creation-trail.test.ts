import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { arnFor } from "#shared/adapters/aws/resources/arn-form.ts";
import { AwsCreationTrail } from "#shared/adapters/aws/resources/aws-creation-trail.ts";
import { MemberClients } from "#shared/adapters/aws/resources/member-clients.ts";
import { pacing } from "#shared/adapters/aws/resources/pacing.ts";
import { accountNumber } from "#shared/kernel/ids.ts";
import { epochMillis } from "#shared/kernel/time.ts";
import { policySessions } from "#test/emulator/contract/policy-sessions.ts";

test("the emulator's CloudTrail lets the policy role look, and keeps no trail: nobody is told, and nobody guessed", async () => {
  const account = accountNumber(`5${String(Date.now() % 1e8).padStart(8, "0")}999`);
  const place = { account, region: "us-east-1" };
  const options = { ...place, credentials: { accessKeyId: account, secretAccessKey: "test" } };
  const name = `orders-${account}`;
  await new S3Client({ ...options, forcePathStyle: true }).send(new CreateBucketCommand({ Bucket: name }));
  const trail = new AwsCreationTrail({
    clients: new MemberClients(await policySessions(options)),
    clock: { now: () => epochMillis(Date.now()) },
    turn: pacing(2),
  });
  const ref = { ...place, type: "s3.bucket", arn: arnFor("s3.bucket", place, name) };
  expect(await trail.whoMade({ ref, name, createdAt: epochMillis(Date.now()) })).toEqual({
    kind: "not-told",
    because: "no call of 90 days in its region made it",
  });
});
