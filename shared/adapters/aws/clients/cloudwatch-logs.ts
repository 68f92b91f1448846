import { CloudWatchLogsClient, type CloudWatchLogsClientConfig } from "@aws-sdk/client-cloudwatch-logs";
import { CLIENT_OPTIONS } from "#shared/adapters/aws/clients/client-options.ts";

/** CloudWatch Logs in the account and region that the options say. */
export const logsClient = (options: CloudWatchLogsClientConfig = {}): CloudWatchLogsClient =>
  new CloudWatchLogsClient({ ...CLIENT_OPTIONS, ...options });
