import { SNSClient, type SNSClientConfig } from "@aws-sdk/client-sns";
import { CLIENT_OPTIONS } from "#shared/adapters/aws/clients/client-options.ts";

/** SNS in the account and region that the options say. */
export const snsClient = (options: SNSClientConfig = {}): SNSClient => new SNSClient({ ...CLIENT_OPTIONS, ...options });
