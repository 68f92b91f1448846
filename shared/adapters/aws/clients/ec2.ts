import { EC2Client, type EC2ClientConfig } from "@aws-sdk/client-ec2";
import { CLIENT_OPTIONS } from "#shared/adapters/aws/clients/client-options.ts";

/** EC2 in the account and region that the options say. */
export const ec2Client = (options: EC2ClientConfig = {}): EC2Client => new EC2Client({ ...CLIENT_OPTIONS, ...options });
