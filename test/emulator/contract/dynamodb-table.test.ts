import { dynamodbClient } from "#shared/adapters/aws/clients/dynamodb.ts";
import { DynamoDbTable } from "#shared/adapters/aws/dynamodb-table.ts";
import { tableContract } from "#test/contract/table.ts";
import { freshTable } from "#test/emulator/contract/fresh-table.ts";

const client = dynamodbClient();

tableContract("DynamoDbTable", async () => new DynamoDbTable({ client, table: await freshTable(client) }));
