import { setTimeout as pause } from "node:timers/promises";
import { BatchGetItemCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
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
 * as one read after the other would be none. One key alone is asked for the same way, at the same price: a function
 * then reads by one action, and a right to read that it does not use shows.
 *
 * @throws CallFailure when the table refuses, or leaves items out again and again
 */
export async function readKeys(
  keys: readonly Key[],
  { client, table }: Where,
): Promise<readonly (Attributes | undefined)[]> {
  // A key that is named twice would be refused.
  const wanted = new Map(keys.map((key) => [nameOf(key), key]));
  const [first] = wanted.values();
  const more = wanted.size > 1 ? ` and ${wanted.size - 1} more` : "";
  const doing = `Cannot read "${first?.pk}" "${first?.sk}"${more}`;
  const found = new Map<string, Attributes>();
  let left = [...wanted.values()].map(keyAttributes);
  for (let tries = 1; ; tries += 1) {
    const input = { RequestItems: { [table]: { Keys: left, ConsistentRead: true } } };
    try {
      const { Responses, UnprocessedKeys } = await client.send(new BatchGetItemCommand(input));
      for (const item of Responses?.[table] ?? []) found.set(keyOf(item), item);
      // An item that is not there is in neither list: what is left out must not pass for it.
      left = UnprocessedKeys?.[table]?.Keys ?? [];
    } catch (fault) {
      throw callFailure(doing, fault);
    }
    if (left.length === 0) return keys.map((key) => found.get(nameOf(key)));
    if (tries === TRIES) throw new CallFailure(`${doing}: the table was too busy ${TRIES} times`);
    await pause(FIRST_PAUSE * 2 ** (tries - 1) * (0.5 + Math.random() / 2));
  }
}

const keyOf = (item: Attributes): string =>
  nameOf({ pk: item[TABLE_KEYS.partition]?.S ?? "", sk: item[TABLE_KEYS.sort]?.S ?? "" });
