import { IAMClient } from "@aws-sdk/client-iam";
import { TIME_OUTS } from "#shared/adapters/aws/clients/client-options.ts";
import type { Credentials } from "#shared/adapters/aws/member-sessions.ts";

/**
 * IAM in a governed account. It never tries again by itself: converge is the retry (access-protocol A1), and a
 * copy that the SDK sends late would be a put that nobody counted.
 */
export function iamClient(credentials: Credentials): IAMClient {
  const client = new IAMClient({
    // IAM is one service for all regions of a partition, signed for this one (IAM user guide, "IAM endpoints").
    region: "us-east-1",
    credentials,
    maxAttempts: 1,
    requestHandler: TIME_OUTS,
  });
  // A corrected clock would make an old signature valid again, and the fence is reckoned without it.
  Object.defineProperty(client.config, "systemClockOffset", { get: () => 0, set: () => undefined });
  return client;
}
