import {
  CreateLogGroupCommand,
  DescribeLogGroupsCommand,
  PutRetentionPolicyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { CreateBucketCommand, GetBucketTaggingCommand, ListBucketsCommand } from "@aws-sdk/client-s3";
import { beforeAll, describe, expect, test } from "vitest";
import { asPerson, layCompany, until } from "#test/emulator/support/deployed.ts";
import { bucketsOfMember, logsOfMember, tellTrail } from "#test/emulator/support/governed-account.ts";

type Finding = {
  readonly id: string;
  readonly policy: string;
  readonly resource: string;
  readonly state: string;
  readonly owner: string;
};
type Action = { readonly id: string; readonly resource: string; readonly state: string; readonly policy: string };

const s3 = bucketsOfMember();
const logs = logsOfMember();
const mark = Date.now().toString(36);

const tagsOf = async (Bucket: string): Promise<{ readonly [key: string]: string }> => {
  try {
    const { TagSet = [] } = await s3.send(new GetBucketTaggingCommand({ Bucket }));
    return Object.fromEntries(TagSet.map(({ Key = "", Value = "" }) => [Key, Value]));
  } catch (fault) {
    if ((fault as Error).name === "NoSuchTagSet") return {};
    throw fault;
  }
};

const daysOf = async (name: string): Promise<number | undefined> => {
  const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: name }));
  return logGroups.find(({ logGroupName }) => logGroupName === name)?.retentionInDays;
};

const findingsOf = async (resource: string): Promise<readonly Finding[]> =>
  (await asPerson<readonly Finding[]>("eva.lind", "findings", "list")).filter((each) => each.resource === resource);

const actionsOn = async (resource: string): Promise<readonly Action[]> =>
  (await asPerson<readonly Action[]>("eva.lind", "policy", "actions")).filter((each) => each.resource === resource);

async function madeBucket(name: string): Promise<string> {
  await s3.send(new CreateBucketCommand({ Bucket: name }));
  return name;
}

async function promoted(policy: string): Promise<void> {
  const { plan } = await asPerson<{ plan: { id: string; counts: { change: number } } }>(
    "eva.lind",
    ...["policy", "plan", policy],
  );
  await asPerson(
    "eva.lind",
    ...["policy", "promote", policy, "--plan", plan.id, "--expect", String(plan.counts.change), "--yes"],
  );
}

beforeAll(layCompany);

describe("policy on the deployed plane", () => {
  test("a bucket that no event announced is found by the sweep that follows a promotion, and put right", async () => {
    const bucket = await madeBucket(`quiet-${mark}`);
    await promoted("bucket-environment");
    expect(
      await until(
        () => tagsOf(bucket),
        (tags) => tags["Environment"] !== undefined,
      ),
    ).toEqual({
      Environment: "prod",
    });
  });

  test("a bucket without tags is tagged within moments of its event, the ledger says so, and it is undone", async () => {
    const bucket = await madeBucket(`loud-${mark}`);
    const arn = `arn:aws:s3:::${bucket}`;
    await tellTrail({ source: "aws.s3", eventName: "CreateBucket", requestParameters: { bucketName: bucket } });
    expect(
      await until(
        () => tagsOf(bucket),
        (tags) => tags["Environment"] !== undefined,
      ),
    ).toEqual({
      Environment: "prod",
    });
    const [action] = await until(
      () => actionsOn(arn),
      ([first]) => first?.state === "DONE",
    );
    expect(action).toMatchObject({ policy: "bucket-environment", state: "DONE" });
    await asPerson("eva.lind", "policy", "undo", action?.id ?? "");
    expect(
      await until(
        () => tagsOf(bucket),
        (tags) => Object.keys(tags).length === 0,
      ),
    ).toEqual({});
  });

  test("a creation that AWS refused makes nothing: no finding, no action, no bucket", async () => {
    const bucket = `refused-${mark}`;
    const refused = { requestParameters: { bucketName: bucket }, errorCode: "BucketAlreadyExists" };
    await tellTrail({ source: "aws.s3", eventName: "CreateBucket", ...refused });
    // What comes behind it on the same way has been dealt with, so it has been too.
    const behind = await madeBucket(`behind-${mark}`);
    await tellTrail({ source: "aws.s3", eventName: "CreateBucket", requestParameters: { bucketName: behind } });
    await until(
      () => tagsOf(behind),
      (tags) => tags["Environment"] !== undefined,
    );
    expect(await findingsOf(`arn:aws:s3:::${bucket}`)).toEqual([]);
    expect(await actionsOn(`arn:aws:s3:::${bucket}`)).toEqual([]);
    const { Buckets = [] } = await s3.send(new ListBucketsCommand());
    expect(Buckets.map(({ Name }) => Name)).not.toContain(bucket);
  });

  test("log retention is raised at once, and lowered only when whose data it is has agreed", async () => {
    const [short, long] = [`/story/short-${mark}`, `/story/long-${mark}`];
    for (const [logGroupName, retentionInDays] of [
      [short, 7],
      [long, 731],
    ] as const) {
      await logs.send(new CreateLogGroupCommand({ logGroupName }));
      await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays }));
    }
    await promoted("log-days");
    expect(
      await until(
        () => daysOf(short),
        (days) => days !== 7,
      ),
    ).toBe(90);
    const arn = (await findingsOf2(long))[0];
    expect([arn?.state, await daysOf(long)]).toEqual(["PLANNED", 731]);
  });
});

async function findingsOf2(name: string): Promise<readonly Finding[]> {
  return (await asPerson<readonly Finding[]>("eva.lind", "findings", "list")).filter(({ resource }) =>
    resource.includes(name),
  );
}
