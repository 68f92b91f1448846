import { CloudTrailClient, type CloudTrailClientConfig } from "@aws-sdk/client-cloudtrail";
import { CLIENT_OPTIONS } from "#shared/adapters/aws/clients/client-options.ts";

/** CloudTrail in the account and region that the options say. */
export const cloudTrailClient = (options: CloudTrailClientConfig = {}): CloudTrailClient =>
  new CloudTrailClient({ ...CLIENT_OPTIONS, ...options });
