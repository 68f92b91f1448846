import { setTimeout as pause } from "node:timers/promises";
import { BatchGetItemCommand, type DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { CallFailure, callFailure } from "#shared/adapters/aws/call-failure.ts";
import { type Attributes, keyAttributes } from "#shared/adapters/aws/table-items.ts";
import type { Key } from "#shared/storage/table.ts";
import { TABLE_KEYS } from "#shared/storage/table-attributes.ts";

/** Of one BatchGetItem (API reference, "BatchGetItem": up to 100 items and 16 MB). */
export const MOST_KEYS = 100;

/** What a busy table left out is asked for this often; the pauses add up to 1.6 s at most. */
const TRIES = 7;
const FIRST_PAUSE = 25;

type Where = { readonly client: DynamoDBClient; readonly table: string };

const nameOf = ({ pk, sk }: Key): string => `${pk}\n${sk}`;

/**
 * The items under these keys, in their order, each by a strongly consistent read. Together they are no snapshot,
 * as one read after the other would be none.
 *
 * @throws CallFailure when the table refuses, or leaves items out again and again
 */
export async function readKeys(keys: readonly Key[], where: Where): Promise<readonly (Attributes | undefined)[]> {
  // A key that is named twice would be refused.
  const wanted = new Map(keys.map((key) => [nameOf(key), key]));
  const [only] = wanted.values();
  if (only !== undefined && wanted.size === 1) {
    const found = await readOne(only, where);
    return keys.map(() => found);
  }
  const found = await readMany(wanted, where);
  return keys.map((key) => found.get(nameOf(key)));
}

async function readOne(key: Key, { client, table }: Where): Promise<Attributes | undefined> {
  const input = { TableName: table, Key: keyAttributes(key), ConsistentRead: true };
  try {
    return (await client.send(new GetItemCommand(input))).Item;
  } catch (fault) {
    throw callFailure(`Cannot read "${key.pk}" "${key.sk}"`, fault);
  }
}

async function readMany(
  wanted: ReadonlyMap<string, Key>,
  { client, table }: Where,
): Promise<ReadonlyMap<string, Attributes>> {
  const [first] = wanted.values();
  const doing = `Cannot read "${first?.pk}" "${first?.sk}" and ${wanted.size - 1} more`;
  const found = new Map<string, Attributes>();
  let keys = [...wanted.values()].map(keyAttributes);
  for (let tries = 1; ; tries += 1) {
    const input = { RequestItems: { [table]: { Keys: keys, ConsistentRead: true } } };
    try {
      const { Responses, UnprocessedKeys } = await client.send(new BatchGetItemCommand(input));
      for (const item of Responses?.[table] ?? []) found.set(keyOf(item), item);
      // An item that is not there is in neither list: what is left out must not pass for it.
      keys = UnprocessedKeys?.[table]?.Keys ?? [];
    } catch (fault) {
      throw callFailure(doing, fault);
    }
    if (keys.length === 0) return found;
    if (tries === TRIES) throw new CallFailure(`${doing}: the table was too busy ${TRIES} times`);
    await pause(FIRST_PAUSE * 2 ** (tries - 1) * (0.5 + Math.random() / 2));
  }
}

const keyOf = (item: Attributes): string =>
  nameOf({ pk: item[TABLE_KEYS.partition]?.S ?? "", sk: item[TABLE_KEYS.sort]?.S ?? "" });
