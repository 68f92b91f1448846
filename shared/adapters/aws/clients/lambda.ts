import { LambdaClient, type LambdaClientConfig } from "@aws-sdk/client-lambda";
import { CLIENT_OPTIONS } from "#shared/adapters/aws/clients/client-options.ts";

/** Lambda in the account and region that the options say. */
export const lambdaClient = (options: LambdaClientConfig = {}): LambdaClient =>
  new LambdaClient({ ...CLIENT_OPTIONS, ...options });
