import { STSClient } from "@aws-sdk/client-sts";
import { TIME_OUTS } from "#shared/adapters/aws/clients/client-options.ts";
import type { Credentials } from "#shared/adapters/aws/member-sessions.ts";

/** STS in this function's own name, or in that of a session. */
export const stsClient = (credentials?: Credentials): STSClient =>
  new STSClient({
    ...(credentials === undefined ? {} : { credentials }),
    requestHandler: TIME_OUTS,
  });
