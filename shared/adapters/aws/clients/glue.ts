import { GlueClient, type GlueClientConfig } from "@aws-sdk/client-glue";
import { CLIENT_OPTIONS } from "#shared/adapters/aws/clients/client-options.ts";

/** Glue in the account and region that the options say. */
export const glueClient = (options: GlueClientConfig = {}): GlueClient =>
  new GlueClient({ ...CLIENT_OPTIONS, ...options });
