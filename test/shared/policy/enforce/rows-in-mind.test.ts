import { describe, expect, test } from "vitest";
import type { Finding } from "#shared/findings/finding.ts";
import { plus, seconds } from "#shared/kernel/time.ts";
import type { ResourceState } from "#shared/policy/cloud.ts";
import { governResource } from "#shared/policy/enforce/govern-resource.ts";
import { KILL_SWITCH } from "#shared/policy/enforce/kill-switch.ts";
import { observeRecord } from "#shared/policy/enforce/observe-record.ts";
import type { PolicyState } from "#shared/policy/enforce/policy-state.ts";
import { resumeDue } from "#shared/policy/enforce/resume-due.ts";
import { createdBucket } from "#test/support/created-bucket.ts";
import {
  actionsOf,
  CORE_TAGS,
  type Enforcement,
  elsewhere,
  enforcement,
  hintOf,
  openFindings,
  promoted,
} from "#test/support/enforcement.ts";
import { at } from "#test/support/findings.ts";
import { bucketOf, scriptedCloud } from "#test/support/scripted-cloud.ts";
import { type Asked, watchedTable } from "#test/support/watched-table.ts";

const noFault = (what: string, fault: unknown): void => {
  throw new Error(`${what} failed`, { cause: fault });
};

const SETTLE = 5_000;

/** A process that has heard of a bucket and put it right, so that it has in mind what the next one stands on. */
async function warm(...names: readonly string[]) {
  const asked: Asked = { gets: [], sent: [] };
  const buckets: readonly ResourceState[] = ["first", ...names].map((name) => bucketOf(name));
  const deps = enforcement(scriptedCloud(...buckets), { settle: SETTLE }, watchedTable(asked));
  await promoted(deps, CORE_TAGS);
  await heard(deps, "first");
  await settled(deps);
  expect(await actionsOf(deps)).toMatchObject([{ state: "DONE" }]);
  asked.gets = [];
  asked.sent = [];
  return { deps, asked };
}

const heard = (deps: Enforcement, name: string) => observeRecord(createdBucket(name, deps.clock.now()), deps);

async function settled(deps: Enforcement): Promise<void> {
  deps.clock.set(plus(deps.clock.now(), seconds(5)));
  await resumeDue(deps, noFault);
}

const announcedIn = async ({ stores }: Enforcement) =>
  (await stores.coverage.list()).items.map(({ announced, missed }) => [announced, missed]);

const changed = async (deps: Enforcement, type: string, over: (state: PolicyState) => PolicyState) => {
  const { policyStates, commit } = deps.stores;
  const stored = await policyStates.find(CORE_TAGS.policy);
  if (stored === undefined) throw new Error("there is no state of the policy");
  const made = { value: over(stored.value), event: { type, by: "ada", data: {} } };
  await commit([policyStates.change(CORE_TAGS.policy, stored, made)]);
};

const switchedOn = ({ stores, clock }: Enforcement) =>
  stores.commit([
    stores.killSwitch.create(
      KILL_SWITCH,
      { on: true, by: "ada", at: clock.now(), because: "something is odd" },
      { type: "kill-switch.set", by: "ada", data: {} },
    ),
  ]);

describe("hearing of a resource that is new", () => {
  test("is one transaction, and nothing is read before it", async () => {
    const { deps, asked } = await warm("orders");
    expect(await heard(deps, "orders")).toMatchObject({ outcome: "settling" });
    expect(asked.gets).toEqual([]);
    expect(asked.sent).toHaveLength(1);
    expect(await announcedIn(deps)).toEqual([[2, 0]]);
    expect(await deps.stores.pending.list(10)).toMatchObject([{ resource: { arn: "arn:aws:s3:::orders" } }]);
  });

  test("again counts nothing twice, and does not put its judgement off", async () => {
    const { deps } = await warm("orders");
    await heard(deps, "orders");
    const waiting = await deps.stores.pending.list(10);
    deps.clock.set(plus(deps.clock.now(), seconds(2)));
    await heard(deps, "orders");
    expect(await announcedIn(deps)).toEqual([[2, 0]]);
    expect(await deps.stores.pending.list(10)).toEqual(waiting);
  });

  test("counts on what other processes counted since", async () => {
    const { deps } = await warm("orders", "invoices");
    await heard(elsewhere(deps), "invoices");
    await heard(deps, "orders");
    expect(await announcedIn(deps)).toEqual([[3, 0]]);
    expect(await deps.stores.pending.list(10)).toHaveLength(2);
  });
});

describe("the first look at what has settled", () => {
  test("reads no row one by one: all that it stands on is a condition of what it records", async () => {
    const { deps, asked } = await warm("orders");
    await heard(deps, "orders");
    asked.sent = [];
    await settled(deps);
    expect(asked.gets).toEqual([]);
    expect(deps.cloud.writes).toHaveLength(2);
    const [intent] = asked.sent;
    expect(intent?.filter(({ op }) => op === "check")).toEqual([
      { op: "check", key: { pk: `kill-switch#${KILL_SWITCH}`, sk: "ROW" }, expect: "absent" },
    ]);
    expect(intent?.flatMap((write) => (write.op === "put" ? [[write.item.kind, write.expect]] : []))).toEqual(
      expect.arrayContaining([
        ["finding", "absent"],
        ["pending-judgement", { revision: 1 }],
        ["policy-state", { revision: 2 }],
        ["action", "absent"],
      ]),
    );
  });

  test.each([
    { what: "the kill switch was turned on", stop: switchedOn, says: "Not written: the kill switch is on" },
    {
      what: "the policy was halted",
      stop: (deps: Enforcement) =>
        changed(deps, "policy-state.halted", (state) => ({
          ...state,
          halt: { because: "it looks wrong", by: "ada", at: deps.clock.now() },
        })),
      says: "Not written: the policy is halted (it looks wrong)",
    },
    {
      what: "the policy's last write of the day was made",
      stop: (deps: Enforcement) =>
        changed(deps, "policy-state.counted", (state) => ({ ...state, count: { ...state.count, today: 200 } })),
      says: "Not written: the policy is halted (200 changes today, the cap)",
    },
  ])("writes nothing where $what by another process, of which this one knows nothing", async ({ stop, says }) => {
    const { deps } = await warm("orders");
    await heard(deps, "orders");
    await stop(elsewhere(deps));
    await settled(deps);
    expect(deps.cloud.writes).toHaveLength(1);
    expect(await actionsOf(deps)).toHaveLength(1);
    const findings = await openFindings(deps);
    expect(findings.find(({ resource }) => resource === "arn:aws:s3:::orders")).toMatchObject({ next: { what: says } });
  });

  test("reads the account again where another process judged it in between", async () => {
    const { deps } = await warm("orders");
    await heard(deps, "orders");
    const { onRead } = deps.cloud;
    deps.cloud.onRead = async (_ref, found) => {
      deps.cloud.onRead = onRead;
      await governResource(hintOf(bucketOf("orders")), elsewhere(deps));
      return found;
    };
    await settled(deps);
    expect(deps.cloud.writes.map(({ arn }) => arn)).toEqual(["arn:aws:s3:::first", "arn:aws:s3:::orders"]);
    expect(await openFindings(deps)).toEqual([]);
    expect((await actionsOf(deps)).map(({ state }) => state)).toEqual(["DONE", "DONE"]);
  });

  test("finds out at the write that something was found of it all the same", async () => {
    const { deps } = await warm("orders");
    await heard(deps, "orders");
    const [finding] = await foundElsewhere(deps, "orders");
    if (finding === undefined) throw new Error("nothing is wrong with the bucket");
    const { id } = finding;
    // Long ago: of a moment ago, the reading of now may be the older of the two.
    const old: Finding = { ...finding, state: "RESOLVED", at: at("2026-11-01T08:00:00Z"), because: "read-back" };
    await deps.stores.commit([deps.stores.findings.create(id, old, { type: "finding.opened", by: "ada", data: {} })]);
    await settled(deps);
    expect(await openFindings(deps)).toEqual([]);
    expect(deps.cloud.writes).toHaveLength(2);
  });
});

/** What is wrong with a bucket, as a plane of its own finds it. */
async function foundElsewhere({ clock }: Enforcement, name: string) {
  const other = enforcement(scriptedCloud(bucketOf(name)));
  other.clock.set(clock.now());
  await governResource(hintOf(bucketOf(name)), other);
  return openFindings(other);
}
