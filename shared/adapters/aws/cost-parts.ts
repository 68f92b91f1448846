import { TIME_OUTS } from "#shared/adapters/aws/clients/client-options.ts";
import { s3Client } from "#shared/adapters/aws/clients/s3.ts";
import { S3BlobStore } from "#shared/adapters/aws/s3-blob-store.ts";
import { s3SpendSource } from "#shared/adapters/aws/s3-spend-source.ts";

/** Bills in one bucket, ledgers and reports in another. */
export function costParts(env: { readonly BILLS_BUCKET: string; readonly REPORTS_BUCKET: string }) {
  const s3 = patientS3();
  return { spend: s3SpendSource({ s3, bucket: env.BILLS_BUCKET }), ...blobParts(env) };
}

/** Where bills, ledgers and reports are kept for good. */
export const blobParts = ({ REPORTS_BUCKET: bucket }: { readonly REPORTS_BUCKET: string }) => ({
  blobs: new S3BlobStore({ s3: patientS3(), bucket }),
});

/** What it reads and writes is large, so it may take longer than other calls. */
const patientS3 = () => s3Client({ requestHandler: { ...TIME_OUTS, requestTimeout: 60_000 } });
