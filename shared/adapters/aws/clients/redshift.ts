import { RedshiftClient, type RedshiftClientConfig } from "@aws-sdk/client-redshift";
import { CLIENT_OPTIONS } from "#shared/adapters/aws/clients/client-options.ts";

/** Redshift in the account and region that the options say. */
export const redshiftClient = (options: RedshiftClientConfig = {}): RedshiftClient =>
  new RedshiftClient({ ...CLIENT_OPTIONS, ...options });
