import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { s3Client } from "#shared/adapters/aws/clients/s3.ts";
import type { S3Place } from "#shared/adapters/aws/s3-open-file.ts";

let made = 0;

/** An empty bucket. */
export async function freshBucket(): Promise<S3Place> {
  made += 1;
  const place = { s3: s3Client(), bucket: `contract-${process.pid}-${Date.now()}-${made}` };
  await place.s3.send(new CreateBucketCommand({ Bucket: place.bucket }));
  return place;
}
