import { CostExplorerClient, type CostExplorerClientConfig } from "@aws-sdk/client-cost-explorer";
import { CLIENT_OPTIONS } from "#shared/adapters/aws/clients/client-options.ts";
import { type NamingStack, nameCalls, RetriesByCall } from "#shared/adapters/aws/resources/retries.ts";

/** Cost Explorer, which is in one region only (API reference, "Service Endpoint"); an answer of a month takes its time. */
export function costExplorerClient(options: CostExplorerClientConfig = {}): CostExplorerClient {
  const requestHandler = { ...CLIENT_OPTIONS.requestHandler, requestTimeout: 30_000 };
  const client = new CostExplorerClient({
    region: "us-east-1",
    requestHandler,
    retryStrategy: new RetriesByCall(),
    ...options,
  });
  nameCalls(client.middlewareStack as unknown as NamingStack);
  return client;
}
