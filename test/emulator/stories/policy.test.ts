import {
  CreateLogGroupCommand,
  DescribeLogGroupsCommand,
  PutRetentionPolicyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import {
  CreateBucketCommand,
  GetBucketTaggingCommand,
  ListBucketsCommand,
  PutBucketTaggingCommand,
} from "@aws-sdk/client-s3";
import { beforeAll, describe, expect, test } from "vitest";
import { MEMBER } from "#infra/emulator/deploy.ts";
import { REGION } from "#infra/emulator/environment.ts";
import { asPerson, layCompany, until } from "#test/emulator/support/deployed.ts";
import { bucketsOfMember, logsOfMember, tellTrail } from "#test/emulator/support/governed-account.ts";

const DAY = 86_400_000;

type Finding = {
  readonly id: string;
  readonly policy: string;
  readonly resource: string;
  readonly next?: { readonly what: string; readonly at: string };
};
type Plan = { readonly id: string; readonly counts: { readonly change: number } };
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

const taggedAs = (bucket: string, environment: string | undefined) =>
  until(
    () => tagsOf(bucket),
    ({ Environment }) => Environment === environment,
  );

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
  const plan = await asPerson<Plan>("eva.lind", "policy", "plan", policy);
  const rest = ["--plan", plan.id, "--expect", String(plan.counts.change), "--yes"];
  await asPerson("eva.lind", "policy", "promote", policy, ...rest);
}

/** Enough that is as it must be: a policy that changes all there is halts itself. */
async function stock(): Promise<void> {
  for (const at of [1, 2, 3, 4, 5, 6, 7, 8]) {
    const Bucket = await madeBucket(`stock-${mark}-${at}`);
    const TagSet = [{ Key: "Environment", Value: "prod" }];
    await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
  }
}

beforeAll(async () => {
  await layCompany();
  await stock();
});

describe("policy on the deployed plane", () => {
  test("a bucket that no event announced is found by the sweep that follows a promotion, and put right", async () => {
    const bucket = await madeBucket(`quiet-${mark}`);
    await promoted("bucket-environment");
    expect(await taggedAs(bucket, "prod")).toEqual({ Environment: "prod" });
  });

  test("a bucket without tags is tagged within moments of its event, the ledger says so, and it is undone", async () => {
    const bucket = await madeBucket(`loud-${mark}`);
    const arn = `arn:aws:s3:::${bucket}`;
    await tellTrail({ source: "aws.s3", eventName: "CreateBucket", requestParameters: { bucketName: bucket } });
    expect(await taggedAs(bucket, "prod")).toEqual({ Environment: "prod" });
    const [action] = await until(
      () => actionsOn(arn),
      ([first]) => first?.state === "DONE",
    );
    expect(action).toMatchObject({ policy: "bucket-environment", state: "DONE" });
    await asPerson("eva.lind", "policy", "undo", action?.id ?? "");
    expect(await taggedAs(bucket, undefined)).toEqual({});
  });

  test("a creation that AWS refused makes nothing: no finding, no action, no bucket", async () => {
    const bucket = `refused-${mark}`;
    const refused = { requestParameters: { bucketName: bucket }, errorCode: "BucketAlreadyExists" };
    await tellTrail({ source: "aws.s3", eventName: "CreateBucket", ...refused });
    // What comes behind it on the same way has been dealt with, so it has been too.
    const behind = await madeBucket(`behind-${mark}`);
    await tellTrail({ source: "aws.s3", eventName: "CreateBucket", requestParameters: { bucketName: behind } });
    await taggedAs(behind, "prod");
    expect(await findingsOf(`arn:aws:s3:::${bucket}`)).toEqual([]);
    expect(await actionsOn(`arn:aws:s3:::${bucket}`)).toEqual([]);
    const { Buckets = [] } = await s3.send(new ListBucketsCommand());
    expect(Buckets.map(({ Name }) => Name)).not.toContain(bucket);
  });

  test("log retention is raised at once, and not lowered before people agreed and its grace is over", async () => {
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
    const lowering = async () =>
      (await findingsOf(`arn:aws:logs:${REGION}:${MEMBER}:log-group:${long}`)).find(
        ({ policy }) => policy === "log-days",
      );
    const waiting = await until(lowering, (finding) => finding !== undefined);
    expect(waiting?.next?.what).toContain("approved by someone in security");
    await asPerson("hugo.vass", "findings", "approve", waiting?.id ?? "", "--yes");
    // Agreed to, and still not before its days of grace are over: what lowering deletes does not come back.
    const agreed = await until(lowering, (finding) => Date.parse(finding?.next?.at ?? "") > Date.now() + 6 * DAY);
    expect(agreed?.next?.what).toBe("Written when its grace is over");
    expect(await daysOf(long)).toBe(731);
  });
});
