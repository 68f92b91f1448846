import type { AsyncBuffer, FileMetaData } from "hyparquet";
import { describe, expect, test } from "vitest";

import { checkedChunks } from "#shared/adapters/focus/parquet-pages.ts";

type Group = FileMetaData["row_groups"][number];

/** A whole number as Thrift's compact protocol writes it: seven bits a byte, the sign in the lowest. */
function varint(value: number): readonly number[] {
  const bytes: number[] = [];
  for (let rest = value * 2; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) + 128);
  }
}

/** A data page of one value in four bytes, that says of itself how large it is unfolded and how many values it holds. */
const pageOf = ({ unfolded = 4, values = 1 }: { readonly unfolded?: number; readonly values?: number }): Uint8Array =>
  Uint8Array.from([
    ...[0x15, ...varint(0), 0x15, ...varint(unfolded), 0x15, ...varint(4)],
    ...[0x2c, 0x15, ...varint(values), 0x15, 0, 0x15, ...varint(3), 0x15, ...varint(3), 0],
    ...[0, 1, 2, 3, 4],
  ]);

function check(page: Uint8Array, { rows = 1n, values = 1n } = {}) {
  const buffer: AsyncBuffer = {
    byteLength: page.length,
    slice: async (from, to) => Uint8Array.from(page.subarray(from, to)).buffer,
  };
  const meta = {
    path_in_schema: ["BilledCost"],
    data_page_offset: 0n,
    total_compressed_size: BigInt(page.length),
    num_values: values,
  };
  const group = { num_rows: rows, columns: [{ meta_data: meta }] } as unknown as Group;
  return checkedChunks(buffer, group, new Set(["BilledCost"]));
}

describe("the pages of a Parquet", () => {
  test("that say of themselves what can be are fetched", async () => {
    expect((await check(pageOf({}))).chunks).toHaveLength(1);
  });

  test.each([
    { because: "a bomb: four bytes that unfold to a gigabyte", page: pageOf({ unfolded: 2 ** 30 }) },
    { because: "more values than any bill has rows", page: pageOf({ values: 2 ** 30 }) },
  ])("are refused before anything of them is unfolded: $because", async ({ page }) => {
    await expect(check(page)).rejects.toThrow("column BilledCost has a page whose sizes cannot be");
  });

  test("are refused where the footer counts other values than they do", async () => {
    await expect(check(pageOf({ values: 2 }))).rejects.toThrow("another number of values than its footer says");
  });

  test("are not looked at in a group of more rows than any bill has", async () => {
    await expect(check(pageOf({}), { rows: 20_000_001n })).rejects.toThrow("a row group of 20000001 rows");
  });
});
