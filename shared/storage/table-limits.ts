import { TABLE_LIMITS, TableLimitError, type Write } from "#shared/storage/table.ts";

const keyOf = (write: Write) => (write.op === "put" ? write.item : write.key);

// Length in UTF-16 units times three bounds the UTF-8 size; only near the limit is it counted.
const bytesOf = (text: string): number =>
  text.length * 3 <= TABLE_LIMITS.itemBytes ? text.length : new TextEncoder().encode(text).length;

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
    if (pk === "" || sk === "") throw new TableLimitError("Cannot write an item with an empty key");
    if (bytesOf(pk) > 2 * TABLE_LIMITS.keyBytes || bytesOf(sk) > TABLE_LIMITS.keyBytes) {
      throw new TableLimitError(
        `Cannot write "${pk.slice(0, 80)}": its key is longer than ${TABLE_LIMITS.keyBytes} bytes`,
      );
    }
    total += sizeOf(write);
  }
  if (total > TABLE_LIMITS.transactionBytes) {
    throw new TableLimitError(
      `Cannot write ${total} bytes at once: a transaction holds ${TABLE_LIMITS.transactionBytes}`,
    );
  }
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
