import { RDSClient, type RDSClientConfig } from "@aws-sdk/client-rds";
import { CLIENT_OPTIONS } from "#shared/adapters/aws/clients/client-options.ts";

/** RDS in the account and region that the options say. */
export const rdsClient = (options: RDSClientConfig = {}): RDSClient => new RDSClient({ ...CLIENT_OPTIONS, ...options });
