import { OrganizationsClient, type OrganizationsClientConfig } from "@aws-sdk/client-organizations";
import { CLIENT_OPTIONS } from "#shared/adapters/aws/clients/client-options.ts";
import { type NamingStack, nameCalls, RetriesByCall } from "#shared/adapters/aws/resources/retries.ts";

/** Organizations, which is in one region of a partition (API reference, "Endpoint to call When Using the CLI or the SDK"). */
export function organizationsClient(options: OrganizationsClientConfig = {}): OrganizationsClient {
  const client = new OrganizationsClient({
    ...CLIENT_OPTIONS,
    region: "us-east-1",
    retryStrategy: new RetriesByCall(),
    ...options,
  });
  nameCalls(client.middlewareStack as unknown as NamingStack);
  return client;
}
