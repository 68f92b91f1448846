import { expect, test } from "vitest";
import { everyItem } from "#shared/kernel/page.ts";
import type { RecordKind } from "#shared/storage/record.ts";
import { valuePage } from "#shared/storage/value-page.ts";
import { memoryRecords } from "#test/support/memory-records.ts";

type Door = { readonly name: string };

const DOOR: RecordKind<Door> = {
  name: "door",
  version: 1,
  encode: ({ name }) => ({ name }),
  decode: (body) => body as Door,
  indexes: ({ name }) => ({ list: { partition: "DOORS", sort: name } }),
};

test("a page of values says where the next begins, and the last that there is none", async () => {
  const { records } = memoryRecords();
  const event = { type: "door.made", by: "ada", data: {} };
  for (const name of ["back", "cellar", "front"])
    await records.commit([records.create(DOOR, name, { value: { name }, event })]);
  const query = { index: "list", partition: "DOORS", limit: 2 } as const;
  const first = await valuePage(records, DOOR, query);
  expect(first).toEqual({ items: [{ name: "back" }, { name: "cellar" }], cursor: expect.any(String) });
  expect(await valuePage(records, DOOR, { ...query, cursor: first.cursor ?? "" })).toEqual({
    items: [{ name: "front" }],
  });
  expect(await everyItem((from) => valuePage(records, DOOR, { ...query, ...from }))).toHaveLength(3);
});
