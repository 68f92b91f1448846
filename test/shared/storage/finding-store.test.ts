import { describe, expect, test } from "vitest";
import type { Finding } from "#shared/findings/finding.ts";
import { acknowledged, announced, cleared, seen } from "#shared/findings/finding-change.ts";
import type { Pending } from "#shared/findings/pending.ts";
import { personId } from "#shared/kernel/ids.ts";
import { everyItem } from "#shared/kernel/page.ts";
import { findingKind, findingStoreOn, pendingKind, pendingStoreOn } from "#shared/storage/finding-store.ts";
import { at, findingOf, sightingOf } from "#test/support/findings.ts";
import { memoryRecords } from "#test/support/memory-records.ts";

const event = { type: "finding.changed", by: "test", data: {} };
const NOW = at("2026-11-23T09:00:00Z");
const must = <Value>(value: Value | undefined): Value => {
  if (value === undefined) throw new Error("nothing changed");
  return value;
};

function keeping() {
  const { records } = memoryRecords();
  const store = findingStoreOn(records);
  return {
    store,
    pending: pendingStoreOn(records),
    commit: records.commit,
    async put(finding: Finding) {
      const stored = await store.find(finding.id);
      const change =
        stored === undefined
          ? store.create(finding.id, finding, event)
          : store.change(finding.id, stored, { value: finding, event });
      return (await records.commit([change])).ok;
    },
  };
}

describe("where a finding stands", () => {
  const exempted = { exemption: "E-1", until: at("2026-12-01T00:00:00Z") };
  const open = findingOf();
  const waiting = must(announced(open, { next: { what: "Written", at: at("2026-11-25T09:00:00Z") } })).finding;
  const taken = must(acknowledged(open, personId("sanna"), NOW)).finding;
  const covered = must(seen(open, sightingOf({ exempted }), NOW)).finding;
  const over = must(cleared(waiting, "read-back", NOW)).finding;

  test.each([
    { because: "open, with nothing to happen", finding: open, shelf: "OPEN", due: undefined, owned: true },
    { because: "open, and written at a moment", finding: waiting, shelf: "OPEN", due: "2026-11-25T09", owned: true },
    { because: "acknowledged is still open", finding: taken, shelf: "OPEN", due: undefined, owned: true },
    {
      because: "covered until the exemption ends",
      finding: covered,
      shelf: "SUPPRESSED",
      due: "2026-12-01T00",
      owned: true,
    },
    {
      because: "over: nobody's any more, nothing to happen",
      finding: over,
      shelf: "RESOLVED",
      due: undefined,
      owned: false,
    },
  ])("$shelf: $because", ({ finding, shelf, due, owned }) => {
    const { list, person, thing, due: dueEntry } = findingKind.indexes(finding);
    expect(list?.partition).toBe(`FINDINGS#${shelf}`);
    expect(dueEntry?.sort.slice(0, 13)).toBe(due);
    expect([person !== undefined, thing !== undefined]).toEqual([owned, owned]);
  });

  test("moves with its state: from list to list, and out of what is due", async () => {
    const { store, put } = keeping();
    const shelves = async () => {
      const counts = [];
      for (const shelf of ["OPEN", "SUPPRESSED", "RESOLVED"] as const)
        counts.push((await store.list({ shelf, limit: 10 })).items.length);
      return [...counts, (await store.due(at("2027-01-01T00:00:00Z"), 10)).length];
    };
    for (const [finding, counts] of [
      [waiting, [1, 0, 0, 1]],
      [covered, [0, 1, 0, 1]],
      [over, [0, 0, 1, 0]],
    ] as const) {
      await put(finding);
      expect(await shelves()).toEqual(counts);
    }
  });

  test("is due at its moment, that moment included, and not a millisecond before", async () => {
    const { store, put } = keeping();
    await put(waiting);
    expect(await store.due(at("2026-11-25T08:59:59.999Z"), 10)).toEqual([]);
    expect(await store.due(at("2026-11-25T09:00:00Z"), 10)).toEqual([waiting]);
  });

  test("cannot be written by who read it before somebody else wrote", async () => {
    const { store, put, commit } = keeping();
    await put(open);
    const early = must(await store.find(open.id));
    await put(taken);
    expect((await commit([store.change(open.id, early, { value: covered, event })])).ok).toBe(false);
    expect((await commit([store.create(open.id, covered, event)])).ok).toBe(false);
    expect((await commit([], [store.unchanged(open.id, early)])).ok).toBe(false);
    expect((await store.find(open.id))?.value).toEqual(taken);
  });
});

test("pages of findings meet without gap or repeat, worst first, in a list and in a shard", async () => {
  const { store, put } = keeping();
  const severities = ["low", "medium", "high", "critical"] as const;
  for (let index = 0; index < 23; index += 1) {
    const resource = `arn:aws:s3:::b${String(index).padStart(2, "0")}`;
    await put(findingOf({ resource, severity: severities[index % 4] ?? "low" }));
  }
  const found = await everyItem((from) => store.list({ shelf: "OPEN", limit: 5, ...from }));
  expect(new Set(found.map(({ id }) => id)).size).toBe(23);
  const ranks = found.map(({ severity }) => severities.indexOf(severity));
  expect(ranks).toEqual(ranks.toSorted((left, right) => right - left));
  const { items } = await store.inShard({ account: "111122223333", region: "eu-west-1", type: "s3.bucket" });
  expect(items.map(({ resource }) => resource)).toEqual(found.map(({ resource }) => resource).toSorted());
  expect((await store.inShard({ account: "111122223333", region: "eu-west-1", type: "s3" })).items).toEqual([]);
});

describe("a resource that waits to be judged", () => {
  const waits = (name: string, nextAt: string): Pending => ({
    resource: { arn: `arn:aws:s3:::${name}`, type: "s3.bucket", account: "111122223333", region: "eu-west-1" },
    because: "settling",
    since: NOW,
    attempts: 0,
    nextAt: at(nextAt),
  });

  test("is due oldest first, at most as many as asked, and leaves the index when it was judged", async () => {
    const { pending, commit } = keeping();
    for (const [name, moment] of [
      ["c", "2026-11-23T09:03:00Z"],
      ["a", "2026-11-23T09:01:00Z"],
      ["b", "2026-11-23T09:02:00Z"],
    ] as const)
      await commit([pending.create(`arn:aws:s3:::${name}`, waits(name, moment), event)]);
    const names = (rows: readonly Pending[]) => rows.map(({ resource }) => resource.arn.slice(-1)).join("");
    const due = async (moment: string, limit: number) =>
      names((await pending.due(at(moment), limit)).map(({ value }) => value));
    expect(await due("2026-11-23T09:02:00Z", 10)).toBe("ab");
    expect(await due("2026-11-23T10:00:00Z", 2)).toBe("ab");
    expect(names(await pending.list(10))).toBe("abc");
    const stored = must(await pending.find("arn:aws:s3:::a"));
    const judged: Pending = { ...stored.value, because: "judged", over: true };
    expect(pendingKind.decode(JSON.parse(JSON.stringify(judged)))).toEqual(judged);
    await commit([pending.change("arn:aws:s3:::a", stored, { value: judged, event })]);
    expect(names(await pending.list(10))).toBe("bc");
    expect((await pending.find("arn:aws:s3:::a"))?.value).toEqual(judged);
  });
});
