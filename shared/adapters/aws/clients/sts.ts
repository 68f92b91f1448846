import { STSClient } from "@aws-sdk/client-sts";
import type { Credentials } from "#shared/adapters/aws/member-sessions.ts";

/** STS in this function's own name, or in that of a session. */
export const stsClient = (credentials?: Credentials): STSClient =>
  new STSClient({
    ...(credentials === undefined ? {} : { credentials }),
    requestHandler: { connectionTimeout: 3_000, requestTimeout: 10_000 },
  });
