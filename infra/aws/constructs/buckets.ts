import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { Match, Rule } from "aws-cdk-lib/aws-events";
import { SqsQueue } from "aws-cdk-lib/aws-events-targets";
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import { KeepingBucket } from "#infra/aws/constructs/keeping-bucket.ts";
import type { MessageQueue } from "#infra/aws/constructs/message-queue.ts";
import type { Environment } from "#infra/aws/environment.ts";

/** Bills as they arrive; ledgers and reports as we write them; the audit log, sealed; and who read any of it. */
export class Buckets extends Construct {
  readonly bills: Bucket;
  readonly reports: Bucket;
  readonly audit: Bucket;

  constructor(scope: Construct, id: string, { retention }: { readonly retention: Environment["retention"] }) {
    super(scope, id);
    const accessLogs = accessLogBucket(this, retention.audit);
    this.bills = new KeepingBucket(this, "Bills", {
      accessLogs,
      tellsEvents: true,
      lifecycle: [
        {
          expiration: Duration.days(retention.bills),
          noncurrentVersionExpiration: Duration.days(retention.bills),
        },
      ],
    }).bucket;
    this.reports = new KeepingBucket(this, "Reports", { accessLogs, lockedDays: retention.reports }).bucket;
    this.audit = new KeepingBucket(this, "Audit", { accessLogs, lockedDays: retention.audit }).bucket;
  }

  /** A manifest in the bucket for bills is a message in the queue of bills; AWS writes it after the data files. */
  tellBills(queue: MessageQueue): void {
    new Rule(this, "OnManifest", {
      eventPattern: {
        source: ["aws.s3"],
        detailType: ["Object Created"],
        detail: {
          bucket: { name: [this.bills.bucketName] },
          object: { key: Match.suffixEqualsIgnoreCase("manifest.json") },
        },
      },
      targets: [new SqsQueue(queue.queue)],
    });
  }
}

/** The end of the chain: it logs to nowhere. */
function accessLogBucket(scope: Construct, days: number): Bucket {
  return new Bucket(scope, "AccessLogs", {
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    removalPolicy: RemovalPolicy.RETAIN,
    lifecycleRules: [{ expiration: Duration.days(days), abortIncompleteMultipartUploadAfter: Duration.days(7) }],
  });
}
