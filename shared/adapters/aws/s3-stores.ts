import { TIME_OUTS } from "#shared/adapters/aws/clients/client-options.ts";
import { s3Client } from "#shared/adapters/aws/clients/s3.ts";
import { S3BlobStore } from "#shared/adapters/aws/s3-blob-store.ts";
import { s3SpendSource } from "#shared/adapters/aws/s3-spend-source.ts";
import type { BlobStore, SpendSource } from "#shared/cost/ports.ts";

/** Blobs in a bucket. */
export const s3Blobs = (bucket: string): BlobStore => new S3BlobStore({ s3: patientS3(), bucket });

/** Bills in a bucket. */
export const s3Bills = (bucket: string): SpendSource => s3SpendSource({ s3: patientS3(), bucket });

/** What it reads and writes is megabytes, so it may take longer than other calls. */
const patientS3 = () => s3Client({ requestHandler: { ...TIME_OUTS, requestTimeout: 60_000 } });
