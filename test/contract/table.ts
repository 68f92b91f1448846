import { describe, expect, test } from "vitest";
import type { Item, Table, Write } from "#shared/storage/table.ts";
import { TABLE_LIMITS, TableLimitError } from "#shared/storage/table.ts";

const item = (pk: string, sk: string, more: Partial<Item> = {}): Item => ({
  pk,
  sk,
  kind: "thing",
  version: 1,
  revision: 1,
  body: "{}",
  indexes: {},
  ...more,
});

const put = (stored: Item): Write => ({ op: "put", item: stored, expect: "absent" });

/** What every {@link Table} keeps to. Run once per adapter, each time on an empty table. */
export function tableContract(name: string, open: () => Promise<Table>): void {
  describe(`${name} as a table`, () => {
    test("gives back what was put, to the last field", async () => {
      const table = await open();
      const stored = item("a", "ROW", {
        body: '{"ü":"\\u0000 ✓"}',
        indexes: { due: { partition: "OPEN", sort: "2026" } },
      });
      await table.transact([put(stored)]);
      expect(await table.get({ pk: "a", sk: "ROW" })).toEqual(stored);
      expect(await table.get({ pk: "a", sk: "OTHER" })).toBeUndefined();
    });

    test("refuses to make what is there", async () => {
      const table = await open();
      await table.transact([put(item("a", "ROW"))]);
      const again = await table.transact([put(item("a", "ROW", { body: '{"new":1}' }))]);
      expect(again).toEqual({ ok: false, error: { kind: "condition-failed", keys: [{ pk: "a", sk: "ROW" }] } });
      expect((await table.get({ pk: "a", sk: "ROW" }))?.body).toBe("{}");
    });

    test("the slower of two writers of one revision is refused", async () => {
      const table = await open();
      await table.transact([put(item("a", "ROW"))]);
      const second = (body: string): Write => ({
        op: "put",
        item: item("a", "ROW", { revision: 2, body }),
        expect: { revision: 1 },
      });
      const outcomes = await Promise.all([table.transact([second('"x"')]), table.transact([second('"y"')])]);
      expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
    });

    test("writes all or nothing: one failed condition leaves the others unwritten", async () => {
      const table = await open();
      await table.transact([put(item("a", "ROW"))]);
      const outcome = await table.transact([
        put(item("b", "ROW")),
        { op: "check", key: { pk: "a", sk: "ROW" }, expect: { revision: 7 } },
      ]);
      expect(outcome.ok).toBe(false);
      expect(await table.get({ pk: "b", sk: "ROW" })).toBeUndefined();
    });

    test("a check of an absent row holds only while it is absent", async () => {
      const table = await open();
      const check: Write = { op: "check", key: { pk: "a", sk: "ROW" }, expect: "absent" };
      expect((await table.transact([check, put(item("b", "ROW"))])).ok).toBe(true);
      await table.transact([put(item("a", "ROW"))]);
      expect((await table.transact([check, put(item("c", "ROW"))])).ok).toBe(false);
    });

    test("deletes only the revision that was seen", async () => {
      const table = await open();
      await table.transact([put(item("a", "ROW", { revision: 3 }))]);
      const key = { pk: "a", sk: "ROW" };
      expect((await table.transact([{ op: "delete", key, expect: { revision: 2 } }])).ok).toBe(false);
      expect((await table.transact([{ op: "delete", key, expect: { revision: 3 } }])).ok).toBe(true);
      expect(await table.get(key)).toBeUndefined();
    });

    test("lists a partition in the order of UTF-8 bytes, both ways", async () => {
      const table = await open();
      const sorts = ["B", "a", "é", "Z", "🙂", "ﬀ"];
      await table.transact(sorts.map((sk) => put(item("p", sk))));
      const up = await table.query({ partition: "p", limit: 10 });
      expect(up.items.map(({ sk }) => sk)).toEqual(["B", "Z", "a", "é", "ﬀ", "🙂"]);
      const down = await table.query({ partition: "p", limit: 10, newestFirst: true });
      expect(down.items.map(({ sk }) => sk)).toEqual(["🙂", "ﬀ", "é", "a", "Z", "B"]);
    });

    test("bounds are included, and a prefix has no wildcards", async () => {
      const table = await open();
      await table.transact(["EVENT#1", "EVENT#2", "EVENT%", "ROW"].map((sk) => put(item("p", sk))));
      const names = async (range: { from?: string; to?: string; prefix?: string }) =>
        (await table.query({ partition: "p", limit: 10, ...range })).items.map(({ sk }) => sk);
      expect(await names({ from: "EVENT#2", to: "EVENT%" })).toEqual(["EVENT#2", "EVENT%"]);
      expect(await names({ prefix: "EVENT%" })).toEqual(["EVENT%"]);
      expect(await names({ prefix: "EVENT#" })).toEqual(["EVENT#1", "EVENT#2"]);
      expect(await names({ prefix: "" })).toHaveLength(4);
    });

    test.each([true, false])("pages meet without gap or repeat (newest first: %s)", async (newestFirst) => {
      const table = await open();
      for (let start = 0; start < 250; start += 50) {
        const batch = Array.from({ length: 50 }, (_, at) => start + at);
        await table.transact(
          batch.map((at) =>
            put(item(`row-${at}`, "ROW", { indexes: { list: { partition: "all", sort: String(at % 7) } } })),
          ),
        );
      }
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const query = { index: "list", partition: "all", limit: 33, newestFirst } as const;
        const page = await table.query(cursor === undefined ? query : { ...query, cursor });
        seen.push(...page.items.map(({ pk }) => pk));
        cursor = page.cursor;
      } while (cursor !== undefined);
      expect(seen).toHaveLength(250);
      expect(new Set(seen).size).toBe(250);
    });

    test("an index follows its item: moved with a write, gone with it", async () => {
      const table = await open();
      const at = (sort: string) => ({ due: { partition: "OPEN", sort } });
      const due = async () => (await table.query({ index: "due", partition: "OPEN", limit: 10 })).items.length;
      await table.transact([put(item("a", "ROW", { indexes: at("1") }))]);
      expect(await due()).toBe(1);
      await table.transact([{ op: "put", item: item("a", "ROW", { revision: 2 }), expect: { revision: 1 } }]);
      expect(await due()).toBe(0);
    });

    test("refuses a cursor that is none of its own", async () => {
      const table = await open();
      await expect(table.query({ partition: "p", limit: 1, cursor: "nonsense" })).rejects.toThrow(
        "Cannot continue the list",
      );
    });

    test.each<{ because: string; writes: readonly Write[] }>([
      { because: "an item over 400 kB", writes: [put(item("a", "ROW", { body: "x".repeat(TABLE_LIMITS.itemBytes) }))] },
      { because: "more bytes than characters", writes: [put(item("a", "ROW", { body: "€".repeat(140_000) }))] },
      { because: "101 writes", writes: Array.from({ length: 101 }, (_, at) => put(item(`a${at}`, "ROW"))) },
      { because: "one key twice", writes: [put(item("a", "ROW")), put(item("a", "ROW"))] },
      { because: "an empty key", writes: [put(item("", "ROW"))] },
      {
        because: "more than 4 MB together",
        writes: Array.from({ length: 12 }, (_, at) => put(item(`a${at}`, "ROW", { body: "x".repeat(390_000) }))),
      },
    ])("refuses $because, and writes nothing", async ({ writes }) => {
      const table = await open();
      await expect(table.transact(writes)).rejects.toThrow(TableLimitError);
      expect(await table.get({ pk: "a", sk: "ROW" })).toBeUndefined();
    });
  });
}
