import { describe, expect, test } from "vitest";
import { everyItem } from "#shared/kernel/page.ts";
import type { Item, Query, Table, Write } from "#shared/storage/table.ts";
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

    test("gives back nothing of what a write was for: that goes along in its stream alone", async () => {
      const table = await open();
      const stored = item("a", "ROW", { kind: "event" });
      await table.transact([{ op: "put", item: stored, expect: "absent", cause: "call-1" }]);
      expect(await table.get({ pk: "a", sk: "ROW" })).toEqual(stored);
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
      const query = { index: "list", partition: "all", limit: 33, newestFirst } as const;
      const seen = await everyItem((from) => table.query({ ...query, ...from }));
      expect(seen).toHaveLength(250);
      expect(new Set(seen.map(({ pk }) => pk)).size).toBe(250);
    });

    test("an index follows its item: moved with a write, gone with it", async () => {
      const table = await open();
      const at = (sort: string) => ({ due: { partition: "OPEN", sort } });
      const due = async () => (await table.query({ index: "due", partition: "OPEN", limit: 10 })).items.length;
      await table.transact([put(item("a", "ROW", { indexes: at("1") }))]);
      expect(await due()).toBe(1);
      await table.transact([
        { op: "put", item: item("a", "ROW", { revision: 2, indexes: at("2") }), expect: { revision: 1 } },
      ]);
      expect(await due()).toBe(1);
      await table.transact([{ op: "put", item: item("a", "ROW", { revision: 3 }), expect: { revision: 2 } }]);
      expect(await due()).toBe(0);
    });

    test("refuses a cursor that is none of its own, or one of another list", async () => {
      const table = await open();
      const at = (sort: string) => ({ list: { partition: "all", sort } });
      await table.transact(["1", "2", "3"].map((sk) => put(item("p", sk, { indexes: at(sk) }))));
      const first = await table.query({ partition: "p", limit: 1 });
      const cursor = first.cursor ?? "none";
      const goOn = async (query: Partial<Query>) => table.query({ partition: "p", limit: 1, cursor, ...query });
      expect((await goOn({})).items.map(({ sk }) => sk)).toEqual(["2"]);
      for (const other of [
        { cursor: "nonsense" },
        { cursor: Buffer.from('["1","p","1"]').toString("base64url") },
        { partition: "q" },
        { index: "list", partition: "all" },
        { newestFirst: true },
        { prefix: "1" },
      ] as const) {
        await expect(goOn(other)).rejects.toThrow("Cannot continue the list");
      }
    });

    test("refuses a cursor that was bent to a place where no row can be", async () => {
      const table = await open();
      const at = (sort: string) => ({ list: { partition: "all", sort } });
      await table.transact(["1", "2"].map((sk) => put(item("p", sk, { indexes: at(sk) }))));
      for (const query of [
        { partition: "p", limit: 1 },
        { index: "list", partition: "all", limit: 1 },
      ] as const) {
        const { cursor = "" } = await table.query(query);
        const [name, sort, pk, sk] = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
        for (const bent of [
          [name, "", pk, sk],
          [name, sort, "", sk],
          [name, sort, pk, "s".repeat(1_025)],
          [name, sort, pk],
          [name, sort, pk, 1],
        ]) {
          const asked = { ...query, cursor: Buffer.from(JSON.stringify(bent)).toString("base64url") };
          await expect(table.query(asked)).rejects.toThrow("Cannot continue the list");
        }
      }
    });

    test("a list goes on when its bounds have moved meanwhile", async () => {
      const table = await open();
      await table.transact(["1", "2", "3", "4"].map((sk) => put(item("p", sk))));
      const names = async (query: Omit<Query, "partition" | "limit">, limit = 10) => {
        const { items } = await table.query({ partition: "p", limit, ...query });
        return items.map(({ sk }) => sk);
      };
      const { cursor = "none" } = await table.query({ partition: "p", limit: 2, to: "3" });
      expect(await names({ cursor, to: "4" })).toEqual(["3", "4"]);
      expect(await names({ cursor, from: "4" })).toEqual(["4"]);
      expect(await names({ cursor, to: "1" })).toEqual([]);
      const down = await table.query({ partition: "p", limit: 2, newestFirst: true });
      const back = { cursor: down.cursor ?? "none", newestFirst: true };
      expect(await names({ ...back, to: "2" })).toEqual(["2", "1"]);
      expect(await names({ ...back, to: "1" })).toEqual(["1"]);
      expect(await names({ ...back, from: "4" })).toEqual([]);
    });

    test("a page that ends with the last row has no cursor", async () => {
      const table = await open();
      await table.transact(["1", "2"].map((sk) => put(item("p", sk))));
      expect((await table.query({ partition: "p", limit: 2 })).cursor).toBeUndefined();
      expect((await table.query({ partition: "p", limit: 1_000 })).items).toHaveLength(2);
    });

    test("a page is as long as it was asked for, though its rows are large", async () => {
      const table = await open();
      for (const sk of ["1", "2", "3", "4", "5"]) {
        await table.transact([put(item("p", sk, { body: sk.repeat(350_000) }))]);
      }
      const page = await table.query({ partition: "p", limit: 4 });
      expect(page.items.map(({ body }) => body.length)).toEqual([350_000, 350_000, 350_000, 350_000]);
      const rest = await table.query({ partition: "p", limit: 4, cursor: page.cursor ?? "none" });
      expect(rest.items.map(({ sk }) => sk)).toEqual(["5"]);
    });

    test("nothing lies under keys that no item can have, nor between bounds the wrong way round", async () => {
      const table = await open();
      await table.transact([put(item("p", "1"))]);
      expect(await table.get({ pk: "", sk: "1" })).toBeUndefined();
      expect(await table.get({ pk: "p".repeat(2_049), sk: "1" })).toBeUndefined();
      for (const query of [
        { partition: "" },
        { partition: "p".repeat(2_049) },
        { partition: "p", from: "2", to: "1" },
        { partition: "p", to: "" },
        { partition: "p", prefix: "s".repeat(1_025) },
      ]) {
        expect(await table.query({ ...query, limit: 1 })).toEqual({ items: [] });
      }
      expect((await table.query({ partition: "p", from: "", limit: 1 })).items).toHaveLength(1);
    });

    test.each<{ because: string; query: Omit<Query, "partition"> }>([
      { because: "a page of nothing", query: { limit: 0 } },
      { because: "more than a page holds", query: { limit: 1_001 } },
      { because: "a prefix within bounds", query: { limit: 1, prefix: "1", from: "0" } },
      { because: "a bound longer than a key", query: { limit: 1, from: "s".repeat(1_025) } },
    ])("refuses to list $because", async ({ query }) => {
      const table = await open();
      await expect(table.query({ partition: "p", ...query })).rejects.toThrow(TableLimitError);
    });

    test("what was deleted can be made again, word for word", async () => {
      const table = await open();
      const write = put(item("a", "ROW"));
      const remove: Write = { op: "delete", key: { pk: "a", sk: "ROW" }, expect: { revision: 1 } };
      for (const each of [write, remove, write]) expect((await table.transact([each])).ok).toBe(true);
      expect(await table.get({ pk: "a", sk: "ROW" })).toEqual(item("a", "ROW"));
    });

    test("two who make the same, word for word: one of them made it", async () => {
      const table = await open();
      const outcomes = [await table.transact([put(item("a", "ROW"))]), await table.transact([put(item("a", "ROW"))])];
      expect(outcomes.map(({ ok }) => ok)).toEqual([true, false]);
    });

    test("writing nothing is done at once", async () => {
      const table = await open();
      expect(await table.transact([])).toEqual({ ok: true, value: undefined });
    });

    test("each of many writers on one row wins in the end, and none overwrites another", async () => {
      const table = await open();
      await table.transact([put(item("a", "ROW", { body: "0" }))]);
      const addOne = async (): Promise<void> => {
        for (;;) {
          const { revision, body } = (await table.get({ pk: "a", sk: "ROW" })) ?? item("a", "ROW");
          const next = item("a", "ROW", { revision: revision + 1, body: String(Number(body) + 1) });
          if ((await table.transact([{ op: "put", item: next, expect: { revision } }])).ok) return;
        }
      };
      await Promise.all(Array.from({ length: 8 }, addOne));
      expect(await table.get({ pk: "a", sk: "ROW" })).toMatchObject({ revision: 9, body: "8" });
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
