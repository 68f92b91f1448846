import { SQSClient, type SQSClientConfig } from "@aws-sdk/client-sqs";
import { CLIENT_OPTIONS } from "#shared/adapters/aws/clients/client-options.ts";

/** SQS in the plane's own account and region. */
export const sqsClient = (options: SQSClientConfig = {}): SQSClient => new SQSClient({ ...CLIENT_OPTIONS, ...options });
