import { AthenaClient, type AthenaClientConfig } from "@aws-sdk/client-athena";
import { CLIENT_OPTIONS } from "#shared/adapters/aws/clients/client-options.ts";

/** Athena in the account and region that the options say. */
export const athenaClient = (options: AthenaClientConfig = {}): AthenaClient =>
  new AthenaClient({ ...CLIENT_OPTIONS, ...options });
