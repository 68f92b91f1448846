import type { AsyncBuffer, FileMetaData } from "hyparquet";

import type { ColumnKind } from "#shared/adapters/focus/parquet-columns.ts";
import type { BillFile } from "#shared/cost/batch.ts";

/** A Parquet file as its row groups are read from: its bytes, its footer, and what is wanted of it. */
export type GroupSource = {
  readonly name: string;
  readonly buffer: AsyncBuffer;
  readonly metadata: FileMetaData;
  readonly kinds: ReadonlyMap<string, ColumnKind>;
  readonly texts: BillFile["texts"];
  readonly textColumns: readonly string[];
  readonly assume: ReadonlyMap<string, string>;
};
