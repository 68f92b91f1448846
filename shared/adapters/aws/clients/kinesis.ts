import { KinesisClient, type KinesisClientConfig } from "@aws-sdk/client-kinesis";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { CLIENT_OPTIONS } from "#shared/adapters/aws/clients/client-options.ts";

/**
 * Kinesis Data Streams in the account and region that the options say. Its client would speak HTTP/2, which only
 * reading records needs and which knows no time-out of connecting: this one speaks as all others do.
 */
export const kinesisClient = (options: KinesisClientConfig = {}): KinesisClient =>
  new KinesisClient({
    ...CLIENT_OPTIONS,
    requestHandler: new NodeHttpHandler(CLIENT_OPTIONS.requestHandler),
    ...options,
  });
