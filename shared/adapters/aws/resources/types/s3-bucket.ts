import {
  type Bucket,
  DeleteBucketLifecycleCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLocationCommand,
  GetBucketTaggingCommand,
  ListBucketsCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketTaggingCommand,
} from "@aws-sdk/client-s3";
import { type CallStack, DeadlinePassed, sendBefore } from "#shared/adapters/aws/call-deadline.ts";
import { s3Client } from "#shared/adapters/aws/clients/s3.ts";
import { serviceFaultOf } from "#shared/adapters/aws/faults.ts";
import { arnFor } from "#shared/adapters/aws/resources/arn-form.ts";
import { beforeWriting, Refusal } from "#shared/adapters/aws/resources/refusal.ts";
import type { Days, FreshTags, Listing, Page, ServedType, Target } from "#shared/adapters/aws/resources/served-type.ts";
import {
  mergedTags,
  pairsOfTags,
  requestIdOf,
  type TagEdit,
  type Tags,
  tagsOfPairs,
} from "#shared/adapters/aws/resources/tag-edit.ts";
import { LIFECYCLE_ACTIONS, lifecycleDays, withLifecycleDays } from "./s3-lifecycle.ts";

/** Names of buckets are unique in the world: another account's must not be taken for ours. */
const named = ({ id, ref }: Target) => ({ Bucket: id, ExpectedBucketOwner: ref.account });

/** S3 says that a bucket has no tags, or no lifecycle, by an error. */
async function unless<Value, Otherwise>(code: string, look: Promise<Value>, otherwise: Otherwise) {
  try {
    return await look;
  } catch (fault) {
    if (serviceFaultOf(fault)?.code === code) return otherwise;
    throw fault;
  }
}

async function list({ account, region, type, clientOf, cursor }: Listing): Promise<Page> {
  const ask = new ListBucketsCommand({
    BucketRegion: region,
    MaxBuckets: 500,
    ...(cursor === undefined ? {} : { ContinuationToken: cursor }),
  });
  const { Buckets = [], ContinuationToken } = await clientOf(s3Client).send(ask);
  // An endpoint that does not sift by region tells it of each bucket; one that tells neither is not believed.
  if (Buckets.some(({ BucketRegion }) => BucketRegion === undefined)) {
    throw new Error("Cannot list buckets by region: S3 answered without their regions");
  }
  const here = Buckets.filter(({ BucketRegion }) => BucketRegion === region);
  return { arns: here.map(({ Name = "" }) => arnFor(type, { account, region }, Name)), next: ContinuationToken };
}

/** As the list of its region tells it; its age may be that of a later change of its policy (S3 API, Bucket.CreationDate). */
async function listed({ id, ref, clientOf }: Target): Promise<Bucket | undefined> {
  const ask = new ListBucketsCommand({ Prefix: id, BucketRegion: ref.region, MaxBuckets: 1 });
  const { Buckets = [] } = await clientOf(s3Client).send(ask);
  return Buckets.find(({ Name, BucketRegion }) => Name === id && BucketRegion === ref.region);
}

/** Older names of regions (S3 API, LocationConstraint): nothing is us-east-1, `EU` is eu-west-1. */
const regionOf = (constraint: string | undefined): string =>
  !constraint ? "us-east-1" : constraint === "EU" ? "eu-west-1" : constraint;

async function describe(at: Target): ReturnType<ServedType["describe"]> {
  const found = await listed(at);
  if (found !== undefined) return { kind: "described", createdAt: found.CreationDate, attributes: {} };
  // A list may be late about a bucket just made; its location is not.
  const location = await at.clientOf(s3Client).send(new GetBucketLocationCommand(named(at)));
  if (regionOf(location.LocationConstraint) !== at.ref.region) return { kind: "gone" };
  return { kind: "described", attributes: {} };
}

async function readTags(at: Target): Promise<Tags> {
  const ask = at.clientOf(s3Client).send(new GetBucketTaggingCommand(named(at)));
  return tagsOfPairs((await unless("NoSuchTagSet", ask, undefined))?.TagSet);
}

/**
 * S3 takes only the whole set; AWS's own tags are sent back, or S3 refuses it (Cloud Custodian #2834). It has no condition
 * for it either: what somebody else tags between the look and the put is lost, so one that is not fresh is not put upon.
 */
async function writeTags(at: Target, edit: TagEdit, fresh?: FreshTags): Promise<string> {
  const inTime = fresh === undefined ? undefined : await putInTime(at, edit, fresh);
  if (inTime !== undefined) return inTime;
  return requestIdOf(await at.clientOf(s3Client).send(putOf(at, mergedTags(await beforeWriting(readTags(at)), edit))));
}

/** Undefined where it became too late while the call was made ready: then nothing was sent. */
async function putInTime(at: Target, edit: TagEdit, { tags, until, clock }: FreshTags): Promise<string | undefined> {
  if (clock.now() > until) return undefined;
  const put = putOf(at, mergedTags(tags, edit));
  sendBefore(put.middlewareStack as CallStack, until, clock);
  try {
    return requestIdOf(await at.clientOf(s3Client).send(put));
  } catch (fault) {
    if (fault instanceof DeadlinePassed) return undefined;
    throw fault;
  }
}

const putOf = (at: Target, tags: Tags): PutBucketTaggingCommand =>
  new PutBucketTaggingCommand({ ...named(at), Tagging: { TagSet: pairsOfTags(tags) } });

const lifecycleOf = async (at: Target) => {
  const ask = at.clientOf(s3Client).send(new GetBucketLifecycleConfigurationCommand(named(at)));
  const found = await unless("NoSuchLifecycleConfiguration", ask, undefined);
  return { rules: found?.Rules ?? [], least: found?.TransitionDefaultMinimumObjectSize };
};

async function readRetention(at: Target): Promise<Readonly<Record<string, Days>>> {
  const { rules } = await lifecycleOf(at);
  const entries = Object.keys(LIFECYCLE_ACTIONS).map((control) => [control, lifecycleDays(rules, control)] as const);
  return Object.fromEntries(entries.filter((entry): entry is [string, Days] => entry[1] !== undefined));
}

async function writeRetention(at: Target, wanted: Readonly<Record<string, Days>>): Promise<string> {
  const { rules: before, least } = await beforeWriting(lifecycleOf(at));
  let rules: readonly (typeof before)[number][] = before;
  for (const [control, days] of Object.entries(wanted)) {
    const changed = withLifecycleDays(rules, control, days);
    if (changed === undefined) {
      const message = `A rule of the bucket says "${control}" otherwise than in days: it is for its owner to change`;
      throw new Refusal({ code: "UnsupportedControl", message, forGood: true });
    }
    rules = changed;
  }
  const s3 = at.clientOf(s3Client);
  if (rules.length === 0) return requestIdOf(await s3.send(new DeleteBucketLifecycleCommand(named(at))));
  const put = new PutBucketLifecycleConfigurationCommand({
    ...named(at),
    LifecycleConfiguration: { Rules: [...rules] },
    // Left out, S3 would set its own default instead of what stands.
    ...(least === undefined ? {} : { TransitionDefaultMinimumObjectSize: least }),
  });
  return requestIdOf(await s3.send(put));
}

export const S3_BUCKET: ServedType = {
  key: "s3.bucket",
  missing: ["NoSuchBucket"],
  list,
  describe,
  // The event names its region, and the endpoint of another one answers for no bucket; whose it is, each call says.
  toldByEvent: true,
  readTags,
  writeTags,
  retention: { read: readRetention, write: writeRetention },
};
