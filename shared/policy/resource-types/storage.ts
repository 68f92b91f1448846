import type { ResourceType, RetentionControl } from "#shared/policy/resource-types/resource-type.ts";

const S3_LIFECYCLE = {
  read: "s3:GetBucketLifecycleConfiguration",
  write: "s3:PutBucketLifecycleConfiguration",
  // Days of a lifecycle action are a positive integer with no maximum (S3 API, LifecycleExpiration.Days).
  offered: { kind: "range", min: 1, max: 2_147_483_647 },
  unset: "forever",
  atCreation: "unset",
  byPrefix: true,
  lowering: "objects past the new age are deleted at the next daily run",
} as const satisfies Partial<RetentionControl>;

/**
 * Amazon S3.
 *
 * Sources: CreateBucket's id, region and null response: Cloud Custodian c7n/cwe.py and its sample
 * event-cloud-trail-create-bucket.json. Whole-set tag writes and `aws:` tags sent back: Cloud Custodian
 * #2834. `PutBucketLifecycle` as CloudTrail's name of PutBucketLifecycleConfiguration: Panther's
 * aws_cloudtrail_short_lifecycle.yml; `DeleteBucketLifecycle` is believed to follow it (unverified).
 */
export const STORAGE: readonly ResourceType[] = [
  {
    key: "s3.bucket",
    service: "s3.amazonaws.com",
    arn: "arn:{partition}:s3:::{id}",
    arnFrom: "template",
    creates: [
      {
        name: "CreateBucket",
        id: ["requestParameters.bucketName"],
        region: ["requestParameters.CreateBucketConfiguration.LocationConstraint"],
        tags: ["requestParameters.CreateBucketConfiguration.Tags"],
      },
    ],
    changes: [
      { name: "PutBucketTagging", changes: "tags", id: ["requestParameters.bucketName"] },
      { name: "DeleteBucketTagging", changes: "tags", id: ["requestParameters.bucketName"] },
      { name: "PutBucketLifecycle", changes: "retention", id: ["requestParameters.bucketName"] },
      { name: "DeleteBucketLifecycle", changes: "retention", id: ["requestParameters.bucketName"] },
    ],
    tag: { api: "s3:PutBucketTagging", semantics: "replace", shape: "Key/Value", read: "s3:GetBucketTagging" },
    taggableAtOnce: true,
    controls: [
      { id: "s3.lifecycle.expiration", keeps: "data", ...S3_LIFECYCLE },
      { id: "s3.lifecycle.noncurrent", keeps: "backup", ...S3_LIFECYCLE },
      { id: "s3.lifecycle.abortMultipart", keeps: "leftover", ...S3_LIFECYCLE },
    ],
  },
];
