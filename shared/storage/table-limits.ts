import { type Item, type Key, type Query, TABLE_LIMITS, TableLimitError, type Write } from "#shared/storage/table.ts";
import { indexKeys, TABLE_KEYS } from "#shared/storage/table-attributes.ts";

const keyOf = (write: Write) => (write.op === "put" ? write.item : write.key);

const bytesOf = (text: string): number => Buffer.byteLength(text, "utf8");

/**
 * Holds a transaction to what DynamoDB takes, in every adapter alike.
 *
 * @throws TableLimitError naming what is too many or too large; nothing was written
 */
export function checkTransaction(writes: readonly Write[]): void {
  if (writes.length > TABLE_LIMITS.transactionWrites) {
    throw new TableLimitError(
      `Cannot write ${writes.length} items at once: a transaction holds ${TABLE_LIMITS.transactionWrites}`,
    );
  }
  const seen = new Set<string>();
  let total = 0;
  for (const write of writes) {
    const { pk, sk } = keyOf(write);
    const name = `${pk}\u0000${sk}`;
    if (seen.has(name)) throw new TableLimitError(`Cannot write "${pk}" "${sk}" twice in one transaction`);
    seen.add(name);
    checkKey(pk, sk);
    if (write.op === "put")
      for (const { partition, sort } of Object.values(write.item.indexes)) checkKey(partition, sort);
    total += sizeOf(write);
  }
  if (total > TABLE_LIMITS.transactionBytes) {
    throw new TableLimitError(
      `Cannot write ${total} bytes at once: a transaction holds ${TABLE_LIMITS.transactionBytes}`,
    );
  }
}

/**
 * Holds a query to what DynamoDB takes, in every adapter alike.
 *
 * @throws TableLimitError when a page could never be that long, or the bounds could never be asked for
 */
export function checkQuery({ limit, from, to, prefix }: Query): void {
  if (!Number.isInteger(limit) || limit < 1 || limit > TABLE_LIMITS.pageItems) {
    throw new TableLimitError(`Cannot list ${limit} items: a page holds 1 to ${TABLE_LIMITS.pageItems}`);
  }
  if (prefix !== undefined && (from !== undefined || to !== undefined)) {
    throw new TableLimitError(`Cannot list what begins with "${prefix}" within bounds: give the one or the other`);
  }
  for (const bound of [from ?? "", to ?? ""]) {
    if (bytesOf(bound) > TABLE_LIMITS.keyBytes) {
      throw new TableLimitError(
        `Cannot list from or to "${bound.slice(0, 80)}": a sort key has at most ${TABLE_LIMITS.keyBytes} bytes`,
      );
    }
  }
}

/** Whether something can lie under such a key at all: neither part empty, partition to 2,048 bytes, sort to 1,024. */
export const isKey = ({ pk, sk }: Key): boolean => overlong(pk, sk) === undefined && pk !== "" && sk !== "";

const overlong = (partition: string, sort: string) =>
  [
    { text: partition, most: 2 * TABLE_LIMITS.keyBytes },
    { text: sort, most: TABLE_LIMITS.keyBytes },
    // A character of a string is at most three bytes of UTF-8: most keys need no counting.
  ].find(({ text, most }) => text.length * 3 > most && bytesOf(text) > most);

function checkKey(partition: string, sort: string): void {
  if (partition === "" || sort === "") throw new TableLimitError("Cannot write an item with an empty key");
  const over = overlong(partition, sort);
  if (over === undefined) return;
  throw new TableLimitError(
    `Cannot write "${partition.slice(0, 80)}": its key "${over.text.slice(0, 80)}" is longer than ${over.most} bytes`,
  );
}

function sizeOf(write: Write): number {
  if (write.op !== "put") return 0;
  const size = itemBytes(write.item) + (write.cause === undefined ? 0 : bytesOf(`cause${write.cause}`));
  if (size > TABLE_LIMITS.itemBytes) {
    throw new TableLimitError(
      `Cannot write "${write.item.pk}": ${size} bytes, and an item holds ${TABLE_LIMITS.itemBytes}`,
    );
  }
  return size;
}

/**
 * The size of an item as DynamoDB counts it: names and values of all attributes, a number by half its digits
 * and one (developer guide, "DynamoDB item sizes and formats").
 */
export function itemBytes({ pk, sk, kind, version, revision, body, indexes }: Item): number {
  const texts = { [TABLE_KEYS.partition]: pk, [TABLE_KEYS.sort]: sk, kind, body };
  let size = bytesOf(Object.entries(texts).flat().join(""));
  for (const [name, number] of Object.entries({ version, revision })) {
    size += name.length + Math.ceil(String(number).length / 2) + 1;
  }
  for (const [name, { partition, sort }] of Object.entries(indexes)) {
    const keys = indexKeys(name as keyof typeof indexes);
    size += bytesOf(keys.partition + partition + keys.sort + sort);
  }
  return size;
}
