import { dynamodbClient } from "#shared/adapters/aws/clients/dynamodb.ts";
import { DynamoDbTable } from "#shared/adapters/aws/dynamodb-table.ts";
import { nodeParts } from "#shared/adapters/aws/node-parts.ts";

/** What every function has, and the one table. */
export const stateParts = ({ TABLE_NAME }: { readonly TABLE_NAME: string }) => ({
  ...nodeParts(),
  table: new DynamoDbTable({ client: dynamodbClient(), table: TABLE_NAME }),
});
