import type { Page } from "#shared/kernel/page.ts";
import type { RecordKind } from "#shared/storage/record.ts";
import type { Records } from "#shared/storage/records.ts";
import type { Query } from "#shared/storage/table.ts";

/** One page of an index as values alone, for lists that nothing is written upon. */
export async function valuePage<Value>(records: Records, kind: RecordKind<Value>, query: Query): Promise<Page<Value>> {
  const page = await records.list(kind, query);
  return { ...page, items: page.items.map(({ value }) => value) };
}
