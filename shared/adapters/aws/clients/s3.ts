import { S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
import { CLIENT_OPTIONS } from "#shared/adapters/aws/clients/client-options.ts";

/** S3 in the account and region that the options say. */
export const s3Client = (options: S3ClientConfig = {}): S3Client => new S3Client({ ...CLIENT_OPTIONS, ...options });
