import { describe, expect, test } from "vitest";
import { optimistically } from "#shared/storage/optimistic.ts";
import { eventKey, type RecordKind } from "#shared/storage/record.ts";
import { type Records, recordsOn } from "#shared/storage/records.ts";
import type { Key, Table, Write } from "#shared/storage/table.ts";
import { memoryRecords, nodeDigest } from "#test/support/memory-records.ts";

type Rule = { readonly allows: boolean };

const kindOf = (name: string, optimistic?: RecordKind<Rule>["optimistic"]): RecordKind<Rule> => ({
  name,
  version: 1,
  encode: ({ allows }) => ({ allows }),
  decode: (body) => body as Rule,
  indexes: ({ allows }) => ({ list: { partition: "RULES", sort: String(allows) } }),
  ...(optimistic === undefined ? {} : { optimistic }),
});

const RULE = kindOf("rule", "as-last-seen");
const KEY = kindOf("key", "absent-unless-seen");
const FIRST = kindOf("first", "absent");
const ENTRY = kindOf("entry");

const event = { type: "thing.changed", by: "ada", data: {} } as const;

/** A table of two processes, that tells what the first asks of it. */
function twoProcesses() {
  const { table, clock } = memoryRecords();
  const reads: string[] = [];
  const sent: (readonly Write[])[] = [];
  let before = async (): Promise<void> => undefined;
  const told: Table = {
    get: (key: Key) => {
      reads.push(key.pk);
      return table.get(key);
    },
    query: (query) => table.query(query),
    async transact(writes) {
      sent.push(writes);
      const once = before;
      before = async () => undefined;
      await once();
      return table.transact(writes);
    },
  };
  const parts = { clock, digest: nodeDigest };
  return {
    table,
    ours: recordsOn(told, parts),
    theirs: recordsOn(table, parts),
    reads,
    sent,
    /** Happens when the first process sends its next transaction, before the table takes it. */
    beforeWrite: (happening: () => Promise<void>) => {
      before = happening;
    },
  };
}

const made = (records: Records, kind: RecordKind<Rule>, allows = true) =>
  records.commit([records.create(kind, "x", { value: { allows }, event })]);

async function turned(records: Records, allows: boolean): Promise<void> {
  const stored = await records.find(RULE, "x");
  if (stored === undefined) throw new Error("there is no rule to turn");
  await records.commit([records.change(RULE, "x", { stored, value: { allows }, event })]);
}

/** Makes an entry where the rule allows it, and says what it saw; without a condition of its own. */
const enter = (records: Records, id = "mine") =>
  optimistically(async () => {
    const rule = await records.find(RULE, "x");
    if (rule?.value.allows !== true) return "refused";
    const written = await records.commit([records.create(ENTRY, id, { value: { allows: true }, event })]);
    return written.ok ? "entered" : "lost";
  });

describe("what is done optimistically", () => {
  test("asks for no row that the process has seen, and writes under the condition that it is still so", async () => {
    const { ours, reads, sent } = twoProcesses();
    await made(ours, RULE);
    expect(await enter(ours)).toBe("entered");
    expect(reads).toEqual([]);
    expect(sent.at(-1)?.at(-1)).toEqual({ op: "check", key: { pk: "rule#x", sk: "ROW" }, expect: { revision: 1 } });
  });

  test("does not write on a row that another process has changed since: it is asked for, and what is so now decides", async () => {
    const { ours, theirs } = twoProcesses();
    await made(ours, RULE);
    await turned(theirs, false);
    expect(await enter(ours)).toBe("refused");
    expect(await theirs.find(ENTRY, "mine")).toBeUndefined();
  });

  test("refuses nobody by what is over", async () => {
    const { ours, theirs, reads } = twoProcesses();
    await made(ours, RULE, false);
    await turned(theirs, true);
    expect(await enter(ours)).toBe("entered");
    // Once to find that the refusal is over, once for the work that is done anew.
    expect(reads).toEqual(["rule#x", "rule#x"]);
  });

  test("does not do the work twice for an answer that stands: it asks once for what the answer rests on", async () => {
    const { ours, reads, sent } = twoProcesses();
    await made(ours, RULE, false);
    let tries = 0;
    const refused = () =>
      optimistically(async () => {
        tries += 1;
        return (await ours.find(RULE, "x"))?.value.allows === true ? "entered" : "refused";
      });
    expect([await refused(), await refused()]).toEqual(["refused", "refused"]);
    expect(tries).toBe(2);
    expect(reads).toEqual(["rule#x", "rule#x"]);
    expect(sent).toHaveLength(1);
  });

  test("takes no row for another's: one that was taken away and made anew has the same revision", async () => {
    const { ours, theirs, table } = twoProcesses();
    await made(ours, RULE, false);
    const gone = async (key: Key) => {
      const item = await table.get(key);
      if (item === undefined) throw new Error("there is nothing to take away");
      await table.transact([{ op: "delete", key, expect: { revision: item.revision } }]);
    };
    await gone({ pk: "rule#x", sk: "ROW" });
    await gone(eventKey("rule", "x", 1));
    await made(theirs, RULE, true);
    expect((await theirs.find(RULE, "x"))?.revision).toBe(1);
    expect(await enter(ours)).toBe("entered");
  });

  test("is done once where nothing is known yet, and loses as any writer does", async () => {
    const { ours, theirs, reads } = twoProcesses();
    await made(theirs, RULE);
    await made(theirs, ENTRY);
    expect(await enter(ours, "x")).toBe("lost");
    expect(reads).toEqual(["rule#x"]);
  });

  test("is done once more when a row changes at the very moment of the write", async () => {
    const { ours, theirs, beforeWrite, sent } = twoProcesses();
    await made(ours, RULE);
    beforeWrite(() => turned(theirs, true));
    expect(await enter(ours)).toBe("entered");
    expect(sent.slice(1)).toHaveLength(2);
  });

  test("takes a row that it never saw for absent where its kind says so, and finds it at the write", async () => {
    const { ours, theirs, reads } = twoProcesses();
    const claim = () =>
      optimistically(async () => {
        if ((await ours.find(KEY, "x")) !== undefined) return "there already";
        return (await made(ours, KEY)).ok ? "claimed" : "lost";
      });
    expect(await claim()).toBe("claimed");
    expect(reads).toEqual([]);
    expect(await claim()).toBe("there already");
    const { ours: third, theirs: fourth } = twoProcesses();
    await made(fourth, KEY);
    expect(
      await optimistically(async () => ((await third.find(KEY, "x")) ? "there already" : await made(third, KEY))),
    ).toBe("there already");
    expect((await theirs.find(KEY, "x"))?.revision).toBe(1);
  });

  test("goes by what a list showed, which is no row that was never seen", async () => {
    const { ours, theirs, reads, sent } = twoProcesses();
    await made(theirs, KEY);
    await ours.list(KEY, { index: "list", partition: "RULES", limit: 10 });
    const rest = () =>
      optimistically(async () => {
        const stored = await ours.find(KEY, "x");
        await ours.commit([ours.create(ENTRY, `of-${stored?.revision}`, { value: { allows: true }, event })]);
      });
    await rest();
    expect(reads).toEqual([]);
    expect(sent.at(-1)?.at(-1)).toEqual({ op: "check", key: { pk: "key#x", sk: "ROW" }, expect: { revision: 1 } });
  });

  test("takes what is made once for not there, however often it was seen, and asks once it proves to be", async () => {
    const { ours, reads, sent } = twoProcesses();
    const once = () =>
      optimistically(async () => {
        if ((await ours.find(FIRST, "x")) !== undefined) return "there already";
        return (await made(ours, FIRST)).ok ? "made" : "lost";
      });
    expect(await once()).toBe("made");
    expect(reads).toEqual([]);
    expect(await once()).toBe("there already");
    expect(reads).toEqual(["first#x"]);
    expect(sent).toHaveLength(2);
  });

  test("does not go by memory after its first write", async () => {
    const { ours, theirs } = twoProcesses();
    await made(ours, RULE);
    const seen = await optimistically(async () => {
      await ours.find(RULE, "x");
      await ours.commit([ours.create(ENTRY, "first", { value: { allows: true }, event })]);
      await turned(theirs, false);
      return (await ours.find(RULE, "x"))?.value.allows;
    });
    expect(seen).toBe(false);
  });

  test("tells a fault of the write as it is and does nothing twice: nobody knows whether it was written", async () => {
    const { ours, theirs, beforeWrite } = twoProcesses();
    await made(ours, RULE);
    let tries = 0;
    beforeWrite(async () => {
      await theirs.commit([theirs.create(ENTRY, "mine", { value: { allows: true }, event })]);
      throw new Error("no answer came");
    });
    const work = optimistically(async () => {
      tries += 1;
      await ours.find(RULE, "x");
      return ours.commit([ours.create(ENTRY, "mine", { value: { allows: true }, event })]);
    });
    await expect(work).rejects.toThrow("no answer came");
    expect(tries).toBe(1);
  });

  test("asks anew before it tells a fault that rests on memory, and tells one that rests on nothing at once", async () => {
    const { ours, theirs, reads } = twoProcesses();
    await made(ours, RULE);
    let tries = 0;
    const failing = (rests: boolean) =>
      optimistically(async () => {
        tries += 1;
        if (rests) await ours.find(RULE, "x");
        throw new Error("it is not allowed");
      });
    await expect(failing(false)).rejects.toThrow("it is not allowed");
    expect([tries, reads]).toEqual([1, []]);
    await expect(failing(true)).rejects.toThrow("it is not allowed");
    expect([tries, reads]).toEqual([2, ["rule#x"]]);
    await turned(theirs, false);
    await expect(failing(true)).rejects.toThrow("it is not allowed");
    expect([tries, reads]).toEqual([4, ["rule#x", "rule#x", "rule#x"]]);
  });

  test("writes nothing on a row that it saw as two", async () => {
    const { ours, theirs, sent } = twoProcesses();
    await made(ours, RULE);
    await turned(theirs, false);
    let tries = 0;
    await optimistically(async () => {
      tries += 1;
      await ours.find(RULE, "x");
      const listed = (await ours.list(RULE, { index: "list", partition: "RULES", limit: 10 })).items[0];
      if (listed === undefined) throw new Error("nothing is listed");
      await ours.commit([ours.change(RULE, "x", { stored: listed, value: { allows: true }, event })]);
    });
    expect(tries).toBe(2);
    expect(sent.slice(1)).toHaveLength(1);
  });

  test("leaves the rest as it is: without it each row is asked for", async () => {
    const { ours, reads } = twoProcesses();
    await made(ours, RULE);
    await ours.find(RULE, "x");
    await ours.find(RULE, "x");
    expect(reads).toEqual(["rule#x", "rule#x"]);
  });
});

describe("events", () => {
  test("are known up to a revision that the process wrote itself, and asked for otherwise", async () => {
    const { ours, theirs } = twoProcesses();
    await made(ours, RULE);
    await turned(ours, false);
    await turned(theirs, true);
    expect((await ours.events("rule", "x", 2)).map(({ sequence }) => sequence)).toEqual([1, 2]);
    expect((await ours.events("rule", "x", 3)).map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
    expect(await ours.events("rule", "x", 2)).toEqual((await theirs.events("rule", "x")).slice(0, 2));
  });
});
