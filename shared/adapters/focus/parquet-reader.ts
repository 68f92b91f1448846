import { type AsyncBuffer, parquetMetadataAsync } from "hyparquet";

import { type ColumnKind, columnKindsOf } from "#shared/adapters/focus/parquet-columns.ts";
import { makeGroupReader } from "#shared/adapters/focus/parquet-group.ts";
import { checkedBatch } from "#shared/contracts/focus/bill-batch.ts";
import {
  extraColumnsOf,
  headerFault,
  MOMENT_COLUMNS,
  nameInFile,
  textColumnsFor,
} from "#shared/contracts/focus/columns.ts";
import {
  type BillBatch,
  type BillFile,
  BillRefused,
  COST_COLUMNS,
  type ReadOptions,
  refuse,
} from "#shared/cost/batch.ts";
import type { OpenFile } from "#shared/cost/ports.ts";
import { makeTexts } from "#shared/cost/texts.ts";

/** Texts are forgotten beyond this many. A month of a large company has some 100,000 resources. */
const MOST_TEXTS = 500_000;

/**
 * Reads a FOCUS file in Parquet, one row group at a time: memory follows the writer's row group.
 *
 * It lies in an adapter because it needs hyparquet; what values are right is said in contracts/focus.
 */
export async function readParquetBill(file: OpenFile, { alsoColumns, assume }: ReadOptions): Promise<BillFile> {
  const buffer: AsyncBuffer = {
    byteLength: file.bytes,
    slice: (start, end = file.bytes) => file.slice(start, end),
  };
  const metadata = await unlessBroken(file.name, () => parquetMetadataAsync(buffer));
  const kinds = await unlessBroken(file.name, async () => columnKindsOf(metadata));
  const header = [...kinds.keys()];
  const fault = headerFault([...header, ...[...assume.keys()].filter((name) => !kinds.has(name))]) ?? typeFault(kinds);
  if (fault !== undefined) throw refuse(file.name, fault);
  if (metadata.num_rows === 0n)
    throw refuse(file.name, "it has no rows; a month without charges is left out, not sent empty");
  const texts = makeTexts();
  const textColumns = textColumnsFor(alsoColumns);
  const read = makeGroupReader({ name: file.name, buffer, metadata, kinds, texts, textColumns, assume });
  async function* batches(): AsyncIterable<BillBatch> {
    let from = 0;
    for (const group of metadata.row_groups) {
      const rows = Number(group.num_rows);
      if (texts.size() > MOST_TEXTS) texts.clear();
      const start = from;
      const raw = await unlessBroken(file.name, () => read(start, group));
      yield checkedBatch({ name: file.name, textColumns, texts }, raw);
      from += rows;
    }
    if (from !== Number(metadata.num_rows)) {
      throw refuse(file.name, `its row groups hold ${from} rows, its footer says ${metadata.num_rows}; fetch it again`);
    }
  }
  return { name: file.name, textColumns, extraColumns: extraColumnsOf(header), texts, batches };
}

function typeFault(kinds: ReadonlyMap<string, ColumnKind>): string | undefined {
  const header = new Set(kinds.keys());
  const faultOf = (column: string, kindsAllowed: readonly ColumnKind["kind"][], right: string) => {
    const kind = kinds.get(nameInFile(column, header) ?? "");
    if (kind === undefined || kindsAllowed.includes(kind.kind)) return undefined;
    return `column ${column} is of type ${kind.kind === "other" ? kind.type : kind.kind}; write ${right}`;
  };
  for (const column of COST_COLUMNS) {
    const fault = faultOf(column, ["double", "decimal", "text"], "DECIMAL(38,18), DOUBLE or text");
    if (fault !== undefined) return fault;
  }
  for (const column of MOMENT_COLUMNS) {
    const fault = faultOf(column, ["moment", "text"], "TIMESTAMP or text");
    if (fault !== undefined) return fault;
  }
  return faultOf("Tags", ["map", "text"], "MAP of texts, or JSON as text");
}

/** hyparquet throws plain errors of many kinds over a damaged file: all of them mean that the file cannot be read. */
async function unlessBroken<Value>(name: string, read: () => Promise<Value>): Promise<Value> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof BillRefused) throw cause;
    const found = cause instanceof Error ? cause.message.replace(/^parquet /, "").slice(0, 200) : "unreadable";
    throw refuse(name, `it is no whole Parquet file (${found}); fetch it again`);
  }
}
