import { describe, expect, test } from "vitest";
import { minutes, plus, seconds } from "#shared/kernel/time.ts";
import type { ResourceState } from "#shared/policy/cloud.ts";
import { KILL_SWITCH } from "#shared/policy/enforce/kill-switch.ts";
import { observeRecord } from "#shared/policy/enforce/observe-record.ts";
import { resumeDue } from "#shared/policy/enforce/resume-due.ts";
import { createdBucket, retaggedBucket } from "#test/support/created-bucket.ts";
import {
  actionsOf,
  CORE_TAGS,
  type Enforcement,
  elsewhere,
  enforcement,
  openFindings,
  promoted,
  verdictsOf,
} from "#test/support/enforcement.ts";
import { bucketOf, scriptedCloud } from "#test/support/scripted-cloud.ts";
import { type Asked, watchedTable } from "#test/support/watched-table.ts";

const tagged = (name: string): ResourceState => bucketOf(name, { tags: { Workload: "orders-etl" } });

const heard = (deps: Enforcement, name: string) => observeRecord(createdBucket(name, deps.clock.now()), deps);

const announcedIn = async ({ stores }: Enforcement) =>
  (await stores.coverage.list()).items.map(({ announced, missed }) => [announced, missed]);

/** A process whose policies let nothing settle, and that put a bucket right before. */
async function warm(...buckets: readonly ResourceState[]) {
  const asked: Asked = { gets: [], sent: [] };
  const deps = enforcement(scriptedCloud(bucketOf("first"), ...buckets), { settle: 0 }, watchedTable(asked));
  await promoted(deps, CORE_TAGS);
  await heard(deps, "first");
  expect(await actionsOf(deps)).toMatchObject([{ state: "DONE" }]);
  asked.gets = [];
  asked.sent = [];
  deps.cloud.calls.reads = 0;
  return { deps, asked };
}

/** The kinds of the rows that each transaction wrote. */
const kindsOf = ({ sent }: Asked) =>
  sent.map((writes) =>
    writes.flatMap((write) => (write.op === "put" && write.item.sk === "ROW" ? [write.item.kind] : [])).toSorted(),
  );

const NEWS = ["coverage", "sighted"];

describe("a new resource that no policy lets settle", () => {
  test("is recorded as announced with the intent, and needs two transactions and no other row", async () => {
    const { deps, asked } = await warm(bucketOf("orders"));
    expect(await heard(deps, "orders")).toMatchObject({ outcome: "judged" });
    expect(asked.gets).toEqual([]);
    expect(kindsOf(asked)).toEqual([
      ["action", "coverage", "finding", "pending-judgement", "policy-state", "sighted"],
      ["action", "finding", "pending-judgement"],
    ]);
    expect(deps.cloud.calls.reads).toBe(2);
    expect(deps.cloud.resources.get(bucketOf("orders").arn)?.tags).toEqual({ Workload: "orders-etl" });
    expect(await announcedIn(deps)).toEqual([[2, 0]]);
  });

  test.each([
    { what: "as it must be", bucket: tagged("orders"), wait: [], with: [NEWS] },
    { what: "gone again", bucket: undefined, wait: [], with: [NEWS] },
    {
      what: "not ready",
      bucket: bucketOf("orders"),
      wait: ["arn:aws:s3:::orders"],
      with: [["coverage", "pending-judgement", "sighted"]],
    },
  ])("is recorded in one transaction where it is $what", async ({ what, bucket, wait, with: rows }) => {
    const { deps, asked } = await warm(...(bucket === undefined ? [] : [bucket]));
    if (what === "not ready") deps.cloud.onRead = () => ({ kind: "not-ready" });
    await heard(deps, "orders");
    expect(kindsOf(asked)).toEqual(rows);
    expect(await announcedIn(deps)).toEqual([[2, 0]]);
    expect((await deps.stores.pending.list(10)).map(({ resource }) => resource.arn)).toEqual(wait);
  });

  test("is recorded with the finding where nothing may be written", async () => {
    const { deps, asked } = await warm(bucketOf("orders"));
    deps.set({ forces: [{ ...CORE_TAGS, mode: "notify" }] });
    await heard(deps, "orders");
    expect(kindsOf(asked)).toEqual([["coverage", "finding", "pending-judgement", "sighted"]]);
    expect(await openFindings(deps)).toHaveLength(1);
  });

  test("is recorded once, and put right once, however often its event comes", async () => {
    const { deps, asked } = await warm(bucketOf("orders"));
    await heard(deps, "orders");
    asked.sent = [];
    await heard(deps, "orders");
    await heard(elsewhere(deps), "orders");
    // The first of this one lost a transaction, and wrote nothing by it.
    expect((await actionsOf(deps)).map(({ state }) => state)).toEqual(["DONE", "DONE"]);
    expect(await announcedIn(deps)).toEqual([[2, 0]]);
    expect(deps.cloud.writes).toHaveLength(2);
  });

  test("is counted on what other processes counted since, and judged by what the account says then", async () => {
    const { deps } = await warm(bucketOf("orders"), bucketOf("invoices"));
    await heard(elsewhere(deps), "invoices");
    await heard(deps, "orders");
    expect(await announcedIn(deps)).toEqual([[3, 0]]);
    expect((await actionsOf(deps)).map(({ state }) => state)).toEqual(["DONE", "DONE", "DONE"]);
    // Its first reading and the one after the lost transaction, and of each bucket the read-back.
    expect(deps.cloud.calls.reads).toBe(5);
  });

  test("is counted with all that are made at once, whichever of several processes hears of each", async () => {
    const names = Array.from({ length: 20 }, (_, at) => `many-${at}`);
    const { deps } = await warm(...names.map((name) => bucketOf(name)));
    const processes = [deps, elsewhere(deps), elsewhere(deps), elsewhere(deps)];
    await Promise.all(names.map((name, at) => heard(processes[at % 4] ?? deps, name)));
    expect(await announcedIn(deps)).toEqual([[21, 0]]);
    expect(await openFindings(deps)).toEqual([]);
    expect(deps.cloud.writes).toHaveLength(21);
  });

  test("is not written while the kill switch is on, of which this process knows nothing, and is recorded", async () => {
    const { deps } = await warm(bucketOf("orders"));
    const { stores, clock } = elsewhere(deps);
    const on = { on: true, by: "ada", at: clock.now(), because: "something is odd" };
    await stores.commit([stores.killSwitch.create(KILL_SWITCH, on, { type: "kill-switch.set", by: "ada", data: {} })]);
    await heard(deps, "orders");
    expect(deps.cloud.writes).toHaveLength(1);
    expect(await openFindings(deps)).toMatchObject([{ next: { what: "Not written: the kill switch is on" } }]);
    expect(await announcedIn(deps)).toEqual([[2, 0]]);
  });

  test("that cannot be judged was heard of all the same", async () => {
    const { deps } = await warm(bucketOf("orders"));
    deps.set({ judge: () => Promise.reject(new Error("a rule that nobody can judge")) });
    await expect(heard(deps, "orders")).rejects.toThrow("a rule that nobody can judge");
    expect(await announcedIn(deps)).toEqual([[2, 0]]);
    deps.set({ judge: verdictsOf });
    await heard(deps, "orders");
    expect(await announcedIn(deps)).toEqual([[2, 0]]);
    expect(deps.cloud.writes).toHaveLength(2);
  });
});

test("a new resource that has settled when its event comes is governed at once", async () => {
  const { deps, asked } = await warm(bucketOf("orders"));
  deps.set({ settle: minutes(1) });
  const madeAt = plus(deps.clock.now(), seconds(-60));
  expect(await observeRecord(createdBucket("orders", madeAt), deps)).toMatchObject({ outcome: "judged" });
  expect(asked.sent).toHaveLength(2);
  expect(deps.cloud.writes).toHaveLength(2);
});

test.each([
  { settle: 0, outcome: "judged", waits: [] },
  { settle: minutes(1), outcome: "settling", waits: [minutes(1)] },
])("a new resource whose event is of a later moment than now waits $settle ms from now, and no longer", async (row) => {
  const { deps } = await warm(bucketOf("orders"));
  deps.set({ settle: row.settle });
  const now = deps.clock.now();
  expect(await observeRecord(createdBucket("orders", plus(now, minutes(600))), deps)).toMatchObject({
    outcome: row.outcome,
  });
  const pending = await deps.stores.pending.list(10);
  expect(pending.map(({ nextAt }) => nextAt - now)).toEqual(row.waits);
});

test("what somebody changed just now is not taken for put right by a reading that may be from before", async () => {
  const deps = enforcement(scriptedCloud(bucketOf("orders")));
  await promoted(deps, CORE_TAGS);
  await observeRecord(retaggedBucket("orders", deps.clock.now()), deps);
  expect(await actionsOf(deps)).toMatchObject([{ state: "UNKNOWN" }]);
  expect((await openFindings(deps)).map(({ rule }) => rule)).toEqual(["tagging.tags.Workload"]);
  deps.clock.set(plus(deps.clock.now(), seconds(10)));
  await resumeDue(deps, (what, fault) => expect.unreachable(`${what}: ${String(fault)}`));
  expect(await actionsOf(deps)).toMatchObject([{ state: "DONE" }]);
  expect(await openFindings(deps)).toEqual([]);
  expect(deps.cloud.writes).toHaveLength(1);
});
