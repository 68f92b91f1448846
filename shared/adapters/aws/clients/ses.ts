import { SESv2Client } from "@aws-sdk/client-sesv2";
import { TIME_OUTS } from "#shared/adapters/aws/clients/client-options.ts";

/** SES in this function's own name. A mail is not sent again by the SDK: the row that counts tries is ours. */
export const sesClient = (): SESv2Client => new SESv2Client({ maxAttempts: 1, requestHandler: TIME_OUTS });
