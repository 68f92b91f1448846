import { KinesisClient, type KinesisClientConfig } from "@aws-sdk/client-kinesis";
import { CLIENT_OPTIONS } from "#shared/adapters/aws/clients/client-options.ts";

/** Kinesis Data Streams in the account and region that the options say. */
export const kinesisClient = (options: KinesisClientConfig = {}): KinesisClient =>
  new KinesisClient({ ...CLIENT_OPTIONS, ...options });
