import type { Person } from "#shared/catalog/person.ts";
import { type DirectoryHead, StoredDirectoryHead } from "#shared/contracts/stored/directory-head.ts";
import type { Actor } from "#shared/storage/event.ts";
import type { RecordKind, Stored } from "#shared/storage/record.ts";
import type { Change, Records } from "#shared/storage/records.ts";

/** One row that changes with every row of a person, so that a process that knows the people asks for this row alone. */
export const directoryHeadKind: RecordKind<DirectoryHead> = {
  name: "directory",
  version: 1,
  readOften: true,
  optimistic: "as-last-seen",
  encode: (head) => ({ ...head }),
  decode: (body) => StoredDirectoryHead.parse(body),
  indexes: () => ({}),
};

const HEAD = "head";

export const directoryHead = (records: Records): Promise<Stored<DirectoryHead> | undefined> =>
  records.find(directoryHeadKind, HEAD);

/** How often these rows were written, all together: each write of a row raises its revision by one. */
export const writesOf = (rows: readonly Stored<Person>[]): number =>
  rows.reduce((sum, { revision }) => sum + revision, 0);

/**
 * Whether a list of people is what the head stands for. An index may lag behind the rows: a person who is missing, or
 * who is listed as before, leaves the sum short of the head's.
 */
export const isWhole = (rows: readonly Stored<Person>[], head: Stored<DirectoryHead>): boolean =>
  writesOf(rows) === head.value.changes;

/** The head once rows of people were written `changes` times in all. Belongs into the transaction that writes them. */
export function headMoved(
  stored: Stored<DirectoryHead> | undefined,
  { changes, by }: { readonly changes: number; readonly by: Actor },
  records: Records,
): Change {
  const value = { changes };
  const event = { type: "directory.changed", by, data: { changes } };
  return records.upsert(directoryHeadKind, HEAD, { stored, value, event });
}
