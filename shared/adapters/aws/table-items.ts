import type { AttributeValue, TransactWriteItem } from "@aws-sdk/client-dynamodb";
import { INDEXES, type Indexes, type Item, type Key, type Write } from "#shared/storage/table.ts";
import { indexKeys, TABLE_KEYS } from "#shared/storage/table-attributes.ts";

export type Attributes = Record<string, AttributeValue>;

/** The key of an item, as DynamoDB wants it. */
export const keyAttributes = ({ pk, sk }: Key): Attributes => ({
  [TABLE_KEYS.partition]: { S: pk },
  [TABLE_KEYS.sort]: { S: sk },
});

/** `kind` and `body` are strings, which is how the function on the table's stream reads them. */
function itemAttributes(item: Item): Attributes {
  const attributes: Attributes = {
    ...keyAttributes(item),
    kind: { S: item.kind },
    version: { N: String(item.version) },
    revision: { N: String(item.revision) },
    body: { S: item.body },
  };
  for (const name of INDEXES) {
    const entry = item.indexes[name];
    if (entry === undefined) continue;
    const keys = indexKeys(name);
    attributes[keys.partition] = { S: entry.partition };
    attributes[keys.sort] = { S: entry.sort };
  }
  return attributes;
}

/**
 * The item that lies in the table.
 *
 * @throws Error when an attribute is missing or of another type: something else wrote it
 */
export function itemOf(attributes: Attributes): Item {
  const text = (name: string): string => read(attributes, name, "S");
  const indexes: Record<string, { partition: string; sort: string }> = {};
  for (const name of INDEXES) {
    const keys = indexKeys(name);
    if (attributes[keys.partition] === undefined) continue;
    indexes[name] = { partition: text(keys.partition), sort: text(keys.sort) };
  }
  return {
    pk: text(TABLE_KEYS.partition),
    sk: text(TABLE_KEYS.sort),
    kind: text("kind"),
    version: Number(read(attributes, "version", "N")),
    revision: Number(read(attributes, "revision", "N")),
    body: text("body"),
    indexes: indexes as Indexes,
  };
}

function read(attributes: Attributes, name: string, type: "S" | "N"): string {
  const value = attributes[name]?.[type];
  if (value !== undefined) return value;
  const { pk, sk } = attributes;
  throw new Error(`Cannot read item "${pk?.S}" "${sk?.S}": its attribute "${name}" is not of type ${type}`);
}

/** One write under its condition, in the words of DynamoDB. */
export function transactItem(table: string, write: Write): TransactWriteItem {
  const under = { TableName: table, ...conditionOf(write) };
  if (write.op === "put") {
    const cause: Attributes = write.cause === undefined ? {} : { cause: { S: write.cause } };
    return { Put: { ...under, Item: { ...itemAttributes(write.item), ...cause } } };
  }
  const keyed = { ...under, Key: keyAttributes(write.key) };
  return write.op === "delete" ? { Delete: keyed } : { ConditionCheck: keyed };
}

const conditionOf = ({ expect }: Write) =>
  expect === "absent"
    ? { ConditionExpression: "attribute_not_exists(#row)", ExpressionAttributeNames: { "#row": TABLE_KEYS.partition } }
    : {
        // An item that is not there has no revision: the condition fails.
        ConditionExpression: "#revision = :revision",
        ExpressionAttributeNames: { "#revision": "revision" },
        ExpressionAttributeValues: { ":revision": { N: String(expect.revision) } },
      };
