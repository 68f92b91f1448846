import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";

// What a function costs at the very least: one client, one read.
const client = new DynamoDBClient({});

export const handler = () =>
  client.send(new GetItemCommand({ TableName: "bare", Key: { pk: { S: "a" }, sk: { S: "b" } } }));
