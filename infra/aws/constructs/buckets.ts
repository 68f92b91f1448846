import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { Match, Rule } from "aws-cdk-lib/aws-events";
import { SqsQueue } from "aws-cdk-lib/aws-events-targets";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import { KeepingBucket } from "#infra/aws/constructs/keeping-bucket.ts";
import type { MessageQueue } from "#infra/aws/constructs/message-queue.ts";
import type { Environment } from "#infra/aws/environment.ts";

export type BucketsProps = {
  readonly retention: Environment["retention"];
  /** The account whose data exports come into the bucket for bills; nobody's when absent. */
  readonly payer?: string;
};

/** Bills as they arrive; ledgers and reports as we write them; the audit log, sealed; and who read any of it. */
export class Buckets extends Construct {
  readonly bills: Bucket;
  readonly reports: Bucket;
  readonly audit: Bucket;

  constructor(scope: Construct, id: string, { retention, payer }: BucketsProps) {
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
    if (payer !== undefined) this.bills.addToResourcePolicy(exportsOf(payer, this.bills));
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

/** Data Exports user guide, "Setting up an Amazon S3 bucket for data exports": of this one account's exports. */
const exportsOf = (payer: string, bucket: Bucket): PolicyStatement =>
  new PolicyStatement({
    sid: "DataExportsWrite",
    principals: [new ServicePrincipal("bcm-data-exports.amazonaws.com")],
    actions: ["s3:PutObject"],
    resources: [`${bucket.bucketArn}/*`],
    conditions: {
      StringEquals: { "aws:SourceAccount": payer },
      ArnLike: { "aws:SourceArn": `arn:aws:bcm-data-exports:us-east-1:${payer}:export/*` },
    },
  });

/** Who read or wrote in other buckets. The end of the chain: it logs to nowhere. */
export function accessLogBucket(scope: Construct, days: number): Bucket {
  return new Bucket(scope, "AccessLogs", {
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    removalPolicy: RemovalPolicy.RETAIN,
    lifecycleRules: [{ expiration: Duration.days(days), abortIncompleteMultipartUploadAfter: Duration.days(7) }],
  });
}
