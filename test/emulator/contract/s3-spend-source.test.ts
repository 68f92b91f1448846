import { PutObjectCommand } from "@aws-sdk/client-s3";
import { s3SpendSource } from "#shared/adapters/aws/s3-spend-source.ts";
import { spendSourceContract } from "#test/contract/spend-source.ts";
import { freshBucket } from "#test/emulator/contract/fresh-bucket.ts";

spendSourceContract("S3SpendSource", async () => {
  const place = await freshBucket();
  return {
    spend: s3SpendSource(place),
    write: async (name, content) => {
      await place.s3.send(new PutObjectCommand({ Bucket: place.bucket, Key: name, Body: content }));
    },
    outside: ["..", "../secret", "e/../../secret", "/etc/passwd", "s3://another-bucket/a.csv", "s3:///a.csv"],
  };
});
