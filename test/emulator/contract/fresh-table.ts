import { CreateTableCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { INDEXES } from "#shared/storage/table.ts";
import { indexKeys, TABLE_KEYS } from "#shared/storage/table-attributes.ts";

let made = 0;

/** Makes an empty table with the keys and indexes of the plane's; answers its name. */
export async function freshTable(client: DynamoDBClient): Promise<string> {
  made += 1;
  const name = `table-${process.pid}-${Date.now()}-${made}`;
  const pairs = [TABLE_KEYS, ...INDEXES.map(indexKeys)];
  const schema = ({ partition, sort }: { partition: string; sort: string }) => [
    { AttributeName: partition, KeyType: "HASH" as const },
    { AttributeName: sort, KeyType: "RANGE" as const },
  ];
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: pairs
        .flatMap(({ partition, sort }) => [partition, sort])
        .map((each) => ({ AttributeName: each, AttributeType: "S" })),
      KeySchema: schema(TABLE_KEYS),
      GlobalSecondaryIndexes: INDEXES.map((index) => ({
        IndexName: index,
        KeySchema: schema(indexKeys(index)),
        Projection: { ProjectionType: "ALL" },
      })),
    }),
  );
  return name;
}
