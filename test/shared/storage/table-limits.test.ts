import { describe, expect, test } from "vitest";
import { type Item, TableLimitError, type Write } from "#shared/storage/table.ts";
import { checkTransaction } from "#shared/storage/table-limits.ts";

const put = (pk: string, more: Partial<Item> = {}): Write => ({
  op: "put",
  item: { pk, sk: "ROW", kind: "thing", version: 1, revision: 1, body: "{}", indexes: {}, ...more },
  expect: "absent",
});

const check = (pk: string): Write => ({ op: "check", key: { pk, sk: "ROW" }, expect: "absent" });

const many = (count: number, body: string) =>
  Array.from({ length: count }, (_, at) => put(`a${String(at).padStart(3, "0")}`, { body }));

describe("a transaction is counted in bytes of UTF-8, as DynamoDB counts it", () => {
  test.each<{ because: string; writes: readonly Write[] }>([
    { because: "a key of 700 signs of 3 bytes each is 2,100 bytes", writes: [put("€".repeat(700))] },
    { because: "a sort key of 400 signs of 3 bytes each is 1,200 bytes", writes: [put("a", { sk: "€".repeat(400) })] },
    { because: "40 items of 120,000 bytes are 4.8 MB, though 1.6 million signs", writes: many(40, "€".repeat(40_000)) },
    {
      because: "the checks count among the 100",
      writes: [...many(60, "{}"), ...many(41, "").map((_, at) => check(`c${at}`))],
    },
    { because: "a check of a row that is written too names it twice", writes: [put("a"), check("a")] },
    {
      because: "an index key is a key: 1,025 bytes to sort by",
      writes: [put("a", { indexes: { thing: { partition: "FINDINGS", sort: "s".repeat(1_025) } } })],
    },
    { because: "an index key is never empty", writes: [put("a", { indexes: { list: { partition: "L", sort: "" } } })] },
    {
      because: "one byte over 4 MB",
      writes: [...many(31, "x".repeat(131_072 - 43)), put("a031", { body: "x".repeat(131_072 - 42) })],
    },
    { because: "one byte over 400 kB", writes: [put("a", { body: "x".repeat(409_600 - 39) })] },
    {
      because: "index keys count in the size of an item",
      writes: [put("a", { body: "x".repeat(409_600 - 40), indexes: { due: { partition: "O", sort: "1" } } })],
    },
    { because: "an empty sort key is none", writes: [put("a", { sk: "" })] },
  ])("refused: $because", ({ writes }) => {
    expect(() => checkTransaction(writes)).toThrow(TableLimitError);
  });

  test.each<{ because: string; writes: readonly Write[] }>([
    { because: "a key of 2,048 bytes is the longest", writes: [put("a".repeat(2_048))] },
    { because: "a sort key of 1,024 bytes is the longest", writes: [put("a", { sk: "s".repeat(1_024) })] },
    { because: "exactly 100 writes", writes: many(100, "{}") },
    { because: "exactly 4 MB, names and keys counted", writes: many(32, "x".repeat(131_072 - 43)) },
    { because: "exactly 400 kB, names and keys counted", writes: [put("a", { body: "x".repeat(409_600 - 40) })] },
    { because: "one partition, two sort keys", writes: [put("a"), put("a", { sk: "EVENT#00000001" })] },
    { because: "nothing at all", writes: [] },
  ])("taken: $because", ({ writes }) => {
    expect(() => checkTransaction(writes)).not.toThrow();
  });

  test("what is too much is named with what would hold", () => {
    expect(() => checkTransaction(many(101, "{}"))).toThrow("Cannot write 101 items at once: a transaction holds 100");
    expect(() => checkTransaction([put("a"), put("a")])).toThrow('Cannot write "a" "ROW" twice in one transaction');
  });
});
