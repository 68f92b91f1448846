import { DynamoDBClient, type DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import { CLIENT_OPTIONS } from "#shared/adapters/aws/clients/client-options.ts";

/** DynamoDB in the plane's own account and region. */
export const dynamodbClient = (options: DynamoDBClientConfig = {}): DynamoDBClient =>
  new DynamoDBClient({ ...CLIENT_OPTIONS, ...options });
