import { EMRClient, type EMRClientConfig } from "@aws-sdk/client-emr";
import { CLIENT_OPTIONS } from "#shared/adapters/aws/clients/client-options.ts";

/** EMR in the account and region that the options say. */
export const emrClient = (options: EMRClientConfig = {}): EMRClient => new EMRClient({ ...CLIENT_OPTIONS, ...options });
