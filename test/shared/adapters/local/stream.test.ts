import { describe, expect, test } from "vitest";
import { SqliteTable } from "#shared/adapters/local/sqlite-table.ts";
import type { Item, Write } from "#shared/storage/table.ts";
import { tinyPlane } from "#test/support/tiny-plane.ts";

const item = (pk: string, kind: string): Item => ({
  pk,
  sk: "ROW",
  kind,
  version: 1,
  revision: 1,
  body: `"${pk}"`,
  indexes: {},
});
const put = (pk: string, kind = "event"): Write => ({ op: "put", item: item(pk, kind), expect: "absent" });

const world = () => {
  const plane = tinyPlane();
  return { ...plane, table: new SqliteTable(plane.database) };
};

describe("the stream of the state file", () => {
  test("has the events that were written, oldest first, as DynamoDB's stream carries them", async () => {
    const { table, stream } = world();
    expect(stream.next(10)).toBeUndefined();
    await table.transact([put("a"), put("row", "grant"), put("b")]);
    const batch = stream.next(10);
    expect(
      batch?.event.Records.map(({ eventName, dynamodb }) => [eventName, dynamodb?.Keys?.["pk"], dynamodb?.NewImage]),
    ).toEqual([
      ["INSERT", { S: "a" }, { kind: { S: "event" }, body: { S: '"a"' } }],
      ["INSERT", { S: "b" }, { kind: { S: "event" }, body: { S: '"b"' } }],
    ]);
  });

  test("says of each event what it was written for, and forgets it with the event", async () => {
    const { table, stream, database } = world();
    await table.transact([{ ...put("a"), cause: "call-1" } as Write, put("b")]);
    const batch = stream.next(10);
    expect(batch?.event.Records.map(({ dynamodb }) => dynamodb?.NewImage?.["cause"])).toEqual([
      { S: "call-1" },
      undefined,
    ]);
    stream.done(batch?.end ?? 0);
    expect(database.prepare("SELECT count(*) AS count FROM stream_causes").get()).toEqual({ count: 0n });
  });

  test("keeps a batch until it is said to be carried, and then goes on behind it", async () => {
    const { table, stream } = world();
    await table.transact(["a", "b", "c"].map((pk) => put(pk)));
    const first = stream.next(2);
    expect(stream.next(2)).toEqual(first);
    stream.done(first?.end ?? 0);
    expect(stream.waiting()).toBe(1);
    expect(stream.next(2)?.event.Records[0]?.dynamodb?.Keys?.["pk"]).toEqual({ S: "c" });
  });

  test("has nothing of a transaction that was refused", async () => {
    const { table, stream } = world();
    await table.transact([put("a")]);
    stream.done(stream.next(1)?.end ?? 0);
    const refused = await table.transact([put("b"), put("a")]);
    expect(refused.ok).toBe(false);
    expect(stream.waiting()).toBe(0);
  });
});
