import { TIME_OUTS } from "#shared/adapters/aws/clients/client-options.ts";
import { s3Client } from "#shared/adapters/aws/clients/s3.ts";
import { S3BlobStore } from "#shared/adapters/aws/s3-blob-store.ts";

/** Copies of seals, in a bucket whose Object Lock holds each for as long as the bucket says. */
export function auditParts({ AUDIT_BUCKET }: { readonly AUDIT_BUCKET: string }) {
  // A copy of a full seal is some megabytes, so it may take longer than other calls.
  const s3 = s3Client({ requestHandler: { ...TIME_OUTS, requestTimeout: 60_000 } });
  return { copies: new S3BlobStore({ s3, bucket: AUDIT_BUCKET }) };
}
