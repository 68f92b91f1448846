import { CreateBucketCommand, ListObjectsV2Command, PutObjectLockConfigurationCommand } from "@aws-sdk/client-s3";
import { s3Client } from "#shared/adapters/aws/clients/s3.ts";
import { S3BlobStore } from "#shared/adapters/aws/s3-blob-store.ts";
import { blobStoreContract } from "#test/contract/blob-store.ts";

let made = 0;

/** A bucket as the one of the sealed log: with versions, under a lock that holds whatever is put. */
blobStoreContract("S3BlobStore under Object Lock", async () => {
  made += 1;
  const place = { s3: s3Client(), bucket: `locked-${process.pid}-${Date.now()}-${made}` };
  await place.s3.send(new CreateBucketCommand({ Bucket: place.bucket, ObjectLockEnabledForBucket: true }));
  await place.s3.send(
    new PutObjectLockConfigurationCommand({
      Bucket: place.bucket,
      ObjectLockConfiguration: {
        ObjectLockEnabled: "Enabled",
        Rule: { DefaultRetention: { Mode: "COMPLIANCE", Days: 1 } },
      },
    }),
  );
  return {
    blobs: new S3BlobStore(place),
    async everything() {
      const { Contents = [] } = await place.s3.send(new ListObjectsV2Command({ Bucket: place.bucket }));
      return Contents.flatMap(({ Key }) => (Key === undefined ? [] : [Key])).toSorted();
    },
  };
});
