import { SSMClient } from "@aws-sdk/client-ssm";
import { TIME_OUTS } from "#shared/adapters/aws/clients/client-options.ts";

/** Parameter Store in this function's own name. */
export const ssmClient = (): SSMClient => new SSMClient({ requestHandler: TIME_OUTS });
