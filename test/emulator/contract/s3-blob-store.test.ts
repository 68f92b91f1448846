import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import { S3BlobStore } from "#shared/adapters/aws/s3-blob-store.ts";
import { blobStoreContract } from "#test/contract/blob-store.ts";
import { freshBucket } from "#test/emulator/contract/fresh-bucket.ts";

blobStoreContract("S3BlobStore", async () => {
  const place = await freshBucket();
  return {
    blobs: new S3BlobStore(place),
    async everything() {
      const { Contents = [] } = await place.s3.send(new ListObjectsV2Command({ Bucket: place.bucket }));
      return Contents.flatMap(({ Key }) => (Key === undefined ? [] : [Key])).toSorted();
    },
  };
});
