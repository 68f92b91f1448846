import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DescribeLogGroupsCommand,
  PutRetentionPolicyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { IAMClient } from "@aws-sdk/client-iam";
import {
  CreateBucketCommand,
  GetBucketTaggingCommand,
  GetObjectCommand,
  ListBucketsCommand,
  PutBucketTaggingCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { inject } from "vitest";
import { MEMBER } from "#infra/emulator/deploy.ts";
import { REGION } from "#infra/emulator/environment.ts";
import { tellTrail, trailWord } from "#test/emulator/support/trail.ts";
import type { File, GovernedAccount, Holder } from "#test/scenario/journeys/journey-host.ts";

type Keys = { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string };

const ROOT: Keys = { accessKeyId: MEMBER, secretAccessKey: "test" };

const by = (credentials: Keys) => ({ endpoint: inject("emulator").url, region: REGION, credentials });

const s3By = (credentials: Keys): S3Client => new S3Client({ ...by(credentials), forcePathStyle: true });

export const iamOfMember = (): IAMClient => new IAMClient(by(ROOT));

type More = Pick<Parameters<typeof trailWord>[0], "errorCode" | "at" | "by">;

/** How late CloudTrail may be: no policy of the stories lets anything settle for as long. */
const LATE_MS = 60_000;

/** The session in which the plane puts right what it heard of. */
const OURS = { role: "tollgate-policy", session: "tollgate-event-enforce" };

/** A governed account, and what CloudTrail makes of its events. */
type Told = {
  /** Without a word of it. */
  makeQuietly(bucket: string): Promise<void>;
  /** Its word of a bucket that was made quietly, as often as it is told: the bus may deliver the same event twice. */
  wordOf(bucket: string): () => Promise<void>;
  /** The same of one that was made long enough ago that it has settled. */
  tellLate(bucket: string): Promise<void>;
  /** Its word of tags that the plane itself put. */
  tellOurTags(bucket: string): Promise<void>;
};

const told = (eventName: string, bucketName: string, more: More = {}) =>
  tellTrail(by(ROOT), trailWord({ source: "aws.s3", eventName, requestParameters: { bucketName }, ...more }));

/** The governed account of the deployment, as whoever may do everything in it. */
export function governedAccount(): GovernedAccount & Told {
  const s3 = s3By(ROOT);
  const logs = new CloudWatchLogsClient(by(ROOT));
  return {
    makeQuietly: async (Bucket) => void (await s3.send(new CreateBucketCommand({ Bucket }))),
    wordOf(bucketName) {
      const word = trailWord({ source: "aws.s3", eventName: "CreateBucket", requestParameters: { bucketName } });
      return () => tellTrail(by(ROOT), word);
    },
    tellOurTags: (bucket) => told("PutBucketTagging", bucket, { by: OURS }),
    tellLate: (bucket) => told("CreateBucket", bucket, { at: new Date(Date.now() - LATE_MS) }),
    async makeBucket(Bucket, tags) {
      await s3.send(new CreateBucketCommand({ Bucket }));
      if (tags !== undefined) {
        const TagSet = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
        await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
      }
      await told("CreateBucket", Bucket);
    },
    makeAgain: (bucket) => told("CreateBucket", bucket, { errorCode: "BucketAlreadyOwnedByYou" }),
    tagsOf: (bucket) => tagsOf(s3, bucket),
    async makeLogGroup(logGroupName, retentionInDays) {
      await logs.send(new CreateLogGroupCommand({ logGroupName }));
      await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays }));
      const requestParameters = { logGroupName, retentionInDays };
      await tellTrail(by(ROOT), trailWord({ source: "aws.logs", eventName: "PutRetentionPolicy", requestParameters }));
    },
    async daysOf(name) {
      const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: name }));
      return logGroups.find(({ logGroupName }) => logGroupName === name)?.retentionInDays;
    },
    arnOfLogGroup: (name) => `arn:aws:logs:${REGION}:${MEMBER}:log-group:${name}`,
    async putFile({ bucket, key, body }) {
      const { Buckets = [] } = await s3.send(new ListBucketsCommand());
      if (!Buckets.some(({ Name }) => Name === bucket)) await s3.send(new CreateBucketCommand({ Bucket: bucket }));
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
    },
    may,
  };
}

async function tagsOf(s3: S3Client, Bucket: string): Promise<{ readonly [key: string]: string }> {
  try {
    const { TagSet = [] } = await s3.send(new GetBucketTaggingCommand({ Bucket }));
    return Object.fromEntries(TagSet.map(({ Key = "", Value = "" }) => [Key, Value]));
  } catch (fault) {
    if ((fault as Error).name === "NoSuchTagSet") return {};
    throw fault;
  }
}

type Handed = { readonly AccessKeyId: string; readonly SecretAccessKey: string; readonly SessionToken: string };

async function may({ credentials }: Holder, action: "s3:GetObject" | "s3:PutObject", { bucket, key }: File) {
  const handed = JSON.parse(credentials) as Handed;
  const theirs = s3By({
    accessKeyId: handed.AccessKeyId,
    secretAccessKey: handed.SecretAccessKey,
    sessionToken: handed.SessionToken,
  });
  const file = { Bucket: bucket, Key: key };
  try {
    if (action === "s3:GetObject") await theirs.send(new GetObjectCommand(file));
    else await theirs.send(new PutObjectCommand({ ...file, Body: "x" }));
    return true;
  } catch (fault) {
    if (fault instanceof Error && /^AccessDenied/.test(fault.name)) return false;
    throw fault;
  }
}
