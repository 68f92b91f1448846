import { lateBlobs, lateSpend } from "#shared/adapters/aws/late-ports.ts";
import type { BlobStore } from "#shared/cost/ports.ts";
import { late } from "#shared/kernel/late.ts";

const stores = () => import("#shared/adapters/aws/s3-stores.ts");

/** Blobs in a bucket, for good: a store that is loaded with the first of them. */
export const blobsIn = (bucket: string): BlobStore => lateBlobs(late(async () => (await stores()).s3Blobs(bucket)));

/** Bills in one bucket, ledgers and reports in another. */
export const costParts = (env: { readonly BILLS_BUCKET: string; readonly REPORTS_BUCKET: string }) => ({
  spend: lateSpend(late(async () => (await stores()).s3Bills(env.BILLS_BUCKET))),
  ...blobParts(env),
});

/** Where bills, ledgers and reports are kept for good. */
export const blobParts = ({ REPORTS_BUCKET }: { readonly REPORTS_BUCKET: string }) => ({
  blobs: blobsIn(REPORTS_BUCKET),
});
