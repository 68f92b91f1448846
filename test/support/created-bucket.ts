import { readCloudRecord } from "#shared/contracts/events/cloudtrail.ts";
import { type EpochMillis, isoOf } from "#shared/kernel/time.ts";

/** What CloudTrail says of a bucket that cas made. */
export const createdBucket = (name: string, when: EpochMillis) => recordOf("CreateBucket", name, when);

/** What it says once cas gave it other tags. */
export const retaggedBucket = (name: string, when: EpochMillis) => recordOf("PutBucketTagging", name, when);

const recordOf = (eventName: string, name: string, when: EpochMillis) =>
  readCloudRecord({
    eventVersion: "1.11",
    eventSource: "s3.amazonaws.com",
    eventName,
    eventTime: isoOf(when),
    eventID: `event-${name}`,
    awsRegion: "eu-west-1",
    recipientAccountId: "111122223333",
    userIdentity: { type: "IAMUser", arn: "arn:aws:iam::111122223333:user/cas", accountId: "111122223333" },
    requestParameters: { bucketName: name, CreateBucketConfiguration: { LocationConstraint: "eu-west-1" } },
    responseElements: null,
  });
