import type { QueryCommandInput } from "@aws-sdk/client-dynamodb";
import { type Attributes, keyAttributes } from "#shared/adapters/aws/table-items.ts";
import type { Item, Query } from "#shared/storage/table.ts";
import { indexKeys, TABLE_KEYS } from "#shared/storage/table-attributes.ts";
import { type Place, placeOf } from "#shared/storage/table-cursor.ts";
import { isKey } from "#shared/storage/table-limits.ts";

/** What to ask DynamoDB, but for the length of the page; undefined when nothing can match. */
export function queryInput(table: string, query: Query): QueryCommandInput | undefined {
  const { index, partition, newestFirst } = query;
  if (!canMatch(query)) return undefined;
  const start = query.cursor === undefined ? undefined : placeOf({ ...query, cursor: query.cursor });
  // DynamoDB refuses to start outside the bounds: past them is the end, before them is the beginning.
  const side = start === undefined ? "before" : sideOf(start, query);
  if (side === "past") return undefined;
  const keys = index === undefined ? TABLE_KEYS : indexKeys(index);
  const range = rangeOf(query);
  return {
    TableName: table,
    ...(index === undefined ? { ConsistentRead: true } : { IndexName: index }),
    KeyConditionExpression: `#partition = :partition${range.condition}`,
    ExpressionAttributeNames: {
      "#partition": keys.partition,
      ...(range.condition === "" ? {} : { "#sort": keys.sort }),
    },
    ExpressionAttributeValues: { ":partition": { S: partition }, ...range.values },
    ScanIndexForward: newestFirst !== true,
    ...(start !== undefined && side === "within" ? { ExclusiveStartKey: startKey(query, start) } : {}),
  };
}

/** Where an item stands in the order of a query. */
export const placeIn = ({ index }: Query, item: Item): Place => ({
  sort: index === undefined ? item.sk : (item.indexes[index]?.sort ?? ""),
  pk: item.pk,
  sk: item.sk,
});

/** DynamoDB refuses keys that no item can have, and bounds the wrong way round: nothing lies there. */
const canMatch = ({ partition, from, to, prefix }: Query): boolean =>
  isKey({ pk: partition, sk: prefix || "x" }) && to !== "" && !(from && to && compare(from, to) > 0);

function rangeOf({ from, to, prefix }: Query): { readonly condition: string; readonly values: Attributes } {
  if (prefix) return { condition: " AND begins_with(#sort, :prefix)", values: { ":prefix": { S: prefix } } };
  const values: Attributes = {
    ...(from ? { ":from": { S: from } } : {}),
    ...(to ? { ":to": { S: to } } : {}),
  };
  if (from && to) return { condition: " AND #sort BETWEEN :from AND :to", values };
  if (from) return { condition: " AND #sort >= :from", values };
  return { condition: to ? " AND #sort <= :to" : "", values };
}

/** Bounds may have moved since the page before. A prefix is part of what a cursor is bound to. */
function sideOf({ sort }: Place, { from, to, newestFirst }: Query): "before" | "within" | "past" {
  if (to && compare(sort, to) > 0) return newestFirst ? "before" : "past";
  if (from && compare(sort, from) < 0) return newestFirst ? "past" : "before";
  return "within";
}

function startKey({ index, partition }: Query, { sort, pk, sk }: Place): Attributes {
  if (index === undefined) return keyAttributes({ pk, sk });
  const keys = indexKeys(index);
  return { ...keyAttributes({ pk, sk }), [keys.partition]: { S: partition }, [keys.sort]: { S: sort } };
}

/** As DynamoDB compares: by the bytes of UTF-8. */
const compare = (left: string, right: string): number => Buffer.compare(Buffer.from(left), Buffer.from(right));
