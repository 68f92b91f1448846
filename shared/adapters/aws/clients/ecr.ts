import { ECRClient, type ECRClientConfig } from "@aws-sdk/client-ecr";
import { CLIENT_OPTIONS } from "#shared/adapters/aws/clients/client-options.ts";

/** ECR in the account and region that the options say. */
export const ecrClient = (options: ECRClientConfig = {}): ECRClient => new ECRClient({ ...CLIENT_OPTIONS, ...options });
