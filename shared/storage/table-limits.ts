import { TABLE_LIMITS, TableLimitError, type Write } from "#shared/storage/table.ts";

const keyOf = (write: Write) => (write.op === "put" ? write.item : write.key);

const encoder = new TextEncoder();

const bytesOf = (text: string): number => encoder.encode(text).length;

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

/** A key of the table or of an index: partition to 2,048 bytes, sort to 1,024, neither empty. */
function checkKey(partition: string, sort: string): void {
  if (partition === "" || sort === "") throw new TableLimitError("Cannot write an item with an empty key");
  const over = [
    { text: partition, most: 2 * TABLE_LIMITS.keyBytes },
    { text: sort, most: TABLE_LIMITS.keyBytes },
  ].find(({ text, most }) => bytesOf(text) > most);
  if (over === undefined) return;
  throw new TableLimitError(
    `Cannot write "${partition.slice(0, 80)}": its key "${over.text.slice(0, 80)}" is longer than ${over.most} bytes`,
  );
}

function sizeOf(write: Write): number {
  if (write.op !== "put") return 0;
  const size = bytesOf(write.item.body);
  if (size > TABLE_LIMITS.itemBytes - 2048) {
    throw new TableLimitError(
      `Cannot write "${write.item.pk}": ${size} bytes, and an item holds ${TABLE_LIMITS.itemBytes}`,
    );
  }
  return size;
}
