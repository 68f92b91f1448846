import { Duration, Stack } from "aws-cdk-lib";
import { CfnTrail } from "aws-cdk-lib/aws-cloudtrail";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import { accessLogBucket } from "#infra/aws/constructs/buckets.ts";
import { KeepingBucket } from "#infra/aws/constructs/keeping-bucket.ts";

export type OrganizationTrailProps = {
  readonly organization: string;
  /** It owns the trail, whoever makes it. */
  readonly management: string;
  /** For which records are kept, and locked. */
  readonly days: number;
};

const TRAIL = "tollgate-organization";

/**
 * Management events of every account and region: what EventBridge forwards begins here (CloudTrail user guide,
 * "Creating a trail for an organization"). Each account's rule sees its own events; the bucket keeps them all.
 */
export class OrganizationTrail extends Construct {
  constructor(scope: Construct, id: string, { organization, management, days }: OrganizationTrailProps) {
    super(scope, id);
    const { bucket } = new KeepingBucket(this, "Records", {
      lockedDays: days,
      accessLogs: accessLogBucket(this, days),
      lifecycle: [{ expiration: Duration.days(days), noncurrentVersionExpiration: Duration.days(1) }],
    });
    const trailArn = `arn:aws:cloudtrail:${Stack.of(this).region}:${management}:trail/${TRAIL}`;
    for (const statement of deliveryOf(bucket, { organization, management, trailArn })) {
      bucket.addToResourcePolicy(statement);
    }
    const trail = new CfnTrail(this, "Trail", {
      trailName: TRAIL,
      s3BucketName: bucket.bucketName,
      isLogging: true,
      isOrganizationTrail: true,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
    });
    // CloudTrail tries the bucket's policy when the trail is made.
    if (bucket.policy !== undefined) trail.node.addDependency(bucket.policy);
  }
}

/** CloudTrail user guide, "Amazon S3 bucket policy for CloudTrail": of an organization's trail, by this trail alone. */
function deliveryOf(
  bucket: Bucket,
  {
    organization,
    management,
    trailArn,
  }: { readonly organization: string; readonly management: string; readonly trailArn: string },
): readonly PolicyStatement[] {
  const by = { principals: [new ServicePrincipal("cloudtrail.amazonaws.com")] };
  return [
    new PolicyStatement({
      ...by,
      sid: "TrailLooks",
      actions: ["s3:GetBucketAcl"],
      resources: [bucket.bucketArn],
      conditions: { StringEquals: { "aws:SourceArn": trailArn } },
    }),
    new PolicyStatement({
      ...by,
      sid: "TrailWrites",
      actions: ["s3:PutObject"],
      resources: [management, organization].map((whose) => `${bucket.bucketArn}/AWSLogs/${whose}/*`),
      conditions: {
        StringEquals: { "aws:SourceArn": trailArn, "s3:x-amz-acl": "bucket-owner-full-control" },
      },
    }),
  ];
}
