import { describe, expect, test } from "vitest";
import * as z from "zod";
import { actingAs, BeyondCapabilities, withinCapabilities } from "#infra/local/acting.ts";
import { openStateFile } from "#shared/adapters/local/sqlite-file.ts";
import { SqliteTable } from "#shared/adapters/local/sqlite-table.ts";
import type { Capability, FunctionSpec } from "#shared/runtime/function.ts";
import type { Item, Write } from "#shared/storage/table.ts";

const table = withinCapabilities(new SqliteTable(openStateFile(":memory:", { durability: "normal" })));

const spec = (capabilities: readonly Capability[], partitions?: readonly string[]): FunctionSpec => ({
  name: "count-things",
  triggers: [],
  env: z.object({}),
  capabilities,
  timeoutSeconds: 3,
  ...(partitions === undefined ? {} : { partitions }),
});

const item = (pk: string): Item => ({ pk, sk: "ROW", kind: "thing", version: 1, revision: 1, body: "{}", indexes: {} });
const put = (pk: string): Write => ({ op: "put", item: item(pk), expect: "absent" });

/** Each with what it takes; the rows are of a partition named "things". */
const CALLS: readonly { readonly needs: Capability; readonly call: () => Promise<unknown> }[] = [
  { needs: "table.get", call: () => table.get({ pk: "things", sk: "ROW" }) },
  { needs: "table.query", call: () => table.query({ partition: "things", limit: 1 }) },
  { needs: "index.due", call: () => table.query({ index: "due", partition: "things", limit: 1 }) },
  { needs: "index.list", call: () => table.query({ index: "list", partition: "things", limit: 1 }) },
  { needs: "index.person", call: () => table.query({ index: "person", partition: "things", limit: 1 }) },
  { needs: "index.thing", call: () => table.query({ index: "thing", partition: "things", limit: 1 }) },
  { needs: "table.write", call: () => table.transact([put("things")]) },
  {
    needs: "table.check",
    call: () => table.transact([{ op: "check", key: { pk: "things", sk: "OTHER" }, expect: "absent" }]),
  },
  {
    needs: "table.delete",
    call: () => table.transact([{ op: "delete", key: { pk: "things", sk: "ROW" }, expect: { revision: 1 } }]),
  },
];

describe.each(CALLS)("a call of the table that takes $needs", ({ needs, call }) => {
  test("is made for a function whose spec names it", async () => {
    await expect(actingAs(spec([needs]), call)).resolves.not.toThrow();
  });

  test("is refused to a function whose spec names everything else", async () => {
    const others = CALLS.map((each) => each.needs).filter((each) => each !== needs);
    const refused = `Cannot act as count-things: its spec does not name ${needs}`;
    await expect(actingAs(spec(others), call)).rejects.toThrow(refused);
  });

  test("is refused to a function whose partitions are others", async () => {
    const elsewhere = spec([needs], ["thing", "thingses*"]);
    await expect(actingAs(elsewhere, call)).rejects.toThrow(/partition "things" is none of thing, thingses\*$/);
    await expect(actingAs(elsewhere, call)).rejects.toThrow(BeyondCapabilities);
  });
});

describe("a table that holds functions to their specs", () => {
  test("takes the rest of a partition's name for *", async () => {
    const own = spec(["table.write", "table.get"], ["OWN#*"]);
    await actingAs(own, () => table.transact([put("OWN#1")]));
    expect(await actingAs(own, () => table.get(item("OWN#1")))).toMatchObject({ pk: "OWN#1" });
    await expect(actingAs(own, () => table.get(item("OWN")))).rejects.toThrow(BeyondCapabilities);
  });

  test("writes nothing of a transaction of which one write is beyond the spec", async () => {
    const both = () => table.transact([put("OWN#2"), put("things-2")]);
    await expect(actingAs(spec(["table.write"], ["OWN#*"]), both)).rejects.toThrow(BeyondCapabilities);
    expect(await table.get(item("OWN#2"))).toBeUndefined();
  });

  test("lets whoever acts as no function do everything", async () => {
    expect(await table.get(item("OWN#1"))).toMatchObject({ pk: "OWN#1" });
  });
});
