import { Duration, RemovalPolicy } from "aws-cdk-lib";
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type CfnBucket,
  type IBucket,
  type LifecycleRule,
  ObjectLockRetention,
  ObjectOwnership,
} from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import { asInterface } from "#infra/aws/constructs/as-interface.ts";

export type KeepingBucketProps = {
  /** Days for which nobody, not even root, can delete or replace what was written; no Object Lock when absent. */
  readonly lockedDays?: number;
  readonly lifecycle?: readonly LifecycleRule[];
  /** Its new objects are told to EventBridge. */
  readonly tellsEvents?: true;
  readonly accessLogs?: Bucket;
};

/** A bucket with versions, for TLS only, open to nobody, kept when its stack is deleted. */
export class KeepingBucket extends Construct {
  readonly bucket: Bucket;

  constructor(
    scope: Construct,
    id: string,
    { lockedDays, lifecycle = [], tellsEvents, accessLogs }: KeepingBucketProps,
  ) {
    super(scope, id);
    this.bucket = new Bucket(this, "Bucket", {
      versioned: true,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(7) }, ...lifecycle],
      ...(accessLogs === undefined
        ? {}
        : { serverAccessLogsBucket: asInterface<IBucket>(accessLogs), serverAccessLogsPrefix: `${id}/` }),
      ...(lockedDays === undefined
        ? {}
        : {
            objectLockEnabled: true,
            objectLockDefaultRetention: ObjectLockRetention.compliance(Duration.days(lockedDays)),
          }),
    });
    // Written directly: the construct library would do it with a function of its own, with rights of its own.
    if (tellsEvents === true) {
      (this.bucket.node.defaultChild as CfnBucket).notificationConfiguration = {
        eventBridgeConfiguration: { eventBridgeEnabled: true },
      };
    }
  }
}
