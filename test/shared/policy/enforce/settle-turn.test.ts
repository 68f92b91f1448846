import { describe, expect, test } from "vitest";
import { minutes, plus, seconds } from "#shared/kernel/time.ts";
import type { ResourceState } from "#shared/policy/cloud.ts";
import { governResource } from "#shared/policy/enforce/govern-resource.ts";
import { KILL_SWITCH } from "#shared/policy/enforce/kill-switch.ts";
import { resumeDue } from "#shared/policy/enforce/resume-due.ts";
import type { Table, Write } from "#shared/storage/table.ts";
import {
  actionsOf,
  CORE_TAGS,
  closedFindings,
  type Enforcement,
  enforcement,
  hintOf,
  LOG_RETENTION,
  openFindings,
  promoted,
} from "#test/support/enforcement.ts";
import { bucketOf, logGroupOf, scriptedCloud } from "#test/support/scripted-cloud.ts";

const raw = bucketOf("orders-raw");

/** The same table, with what is asked of it written down. */
function watched(seen: { queries: number; transactions: (readonly Write[])[] }) {
  return (table: Table): Table => ({
    get: (key) => table.get(key),
    query: (query) => {
      seen.queries += 1;
      return table.query(query);
    },
    transact: (writes) => {
      seen.transactions.push(writes);
      return table.transact(writes);
    },
  });
}

/** Kinds of rows that a transaction writes, without their events, and those that it stands on. */
const kindsIn = (writes: readonly Write[]): readonly string[] =>
  writes
    .filter((write) => write.op !== "put" || !write.item.sk.startsWith("EVENT#"))
    .map((write) => (write.op === "put" ? write.item.kind : `${write.op} ${write.key.pk.split("#")[0]}`))
    .toSorted();

async function world(...resources: readonly ResourceState[]) {
  const seen: { queries: number; transactions: (readonly Write[])[] } = { queries: 0, transactions: [] };
  const deps = enforcement(scriptedCloud(...resources), {}, watched(seen));
  await promoted(deps, CORE_TAGS, LOG_RETENTION);
  seen.transactions = [];
  return { deps, seen };
}

const switched = (on: boolean, { stores, clock }: Enforcement) =>
  stores.commit([
    stores.killSwitch.create(
      KILL_SWITCH,
      { on, by: "ada", at: clock.now(), because: "something is odd" },
      { type: "kill-switch.set", by: "ada", data: {} },
    ),
  ]);

describe("what a judgement writes", () => {
  test("is one transaction before the call, on condition of the kill switch, and one after the read-back", async () => {
    const { deps, seen } = await world(raw);
    await governResource(hintOf(raw), deps);
    expect(seen.transactions.map(kindsIn)).toEqual([
      ["action", "check kill-switch", "finding", "pending-judgement", "policy-state"],
      ["action", "finding", "pending-judgement"],
    ]);
    expect(await closedFindings(deps)).toMatchObject([{ because: "read-back", undo: { action: expect.any(String) } }]);
  });

  test("of two policies is three: what came of the first is written with the intent of the second", async () => {
    const group = logGroupOf("/etl/orders", 7);
    const { deps, seen } = await world(group);
    await governResource(hintOf(group), deps);
    expect(seen.transactions).toHaveLength(3);
    expect((await actionsOf(deps)).map(({ state }) => state)).toEqual(["DONE", "DONE"]);
    expect(await openFindings(deps)).toEqual([]);
  });

  test("needs no list of a resource that was never judged, and one of it later", async () => {
    const { deps, seen } = await world(raw);
    await governResource(hintOf(raw), deps);
    expect(seen.queries).toBe(0);
    deps.clock.set(plus(deps.clock.now(), seconds(11)));
    await governResource(hintOf(raw), deps);
    expect(seen.queries).toBe(1);
  });
});

describe("a write that was recorded", () => {
  test("is not made while a cap has no room, nor half recorded", async () => {
    const { deps } = await world(raw);
    deps.set({ forces: [{ ...CORE_TAGS, caps: { run: 0, day: 9, scopeMillionths: 1_000_000 } }] });
    await governResource(hintOf(raw), deps);
    expect(deps.cloud.writes).toEqual([]);
    expect(await actionsOf(deps)).toEqual([]);
    expect((await openFindings(deps)).map(({ rule }) => rule)).toContain("policy.halted");
  });

  test("is not made by a worker that was held up since, when writes were stopped meanwhile", async () => {
    const { deps } = await world(raw);
    const { commit } = deps.stores;
    // What is slow is the way back of the transaction that recorded it.
    const slow: typeof commit = async (...rows) => {
      const outcome = await commit(...rows);
      if ((await actionsOf(deps)).some(({ state }) => state === "INTENDED")) {
        await switched(true, deps);
        deps.clock.set(plus(deps.clock.now(), seconds(2)));
      }
      return outcome;
    };
    await governResource(hintOf(raw), { ...deps, stores: { ...deps.stores, commit: slow } });
    expect(deps.cloud.writes).toEqual([]);
    expect(await actionsOf(deps)).toMatchObject([{ state: "INTENDED" }]);
  });

  test("is not recorded where the kill switch moved since it was read", async () => {
    const { deps } = await world(raw);
    const { find } = deps.stores.killSwitch;
    const late = async (id: string) => {
      const found = await find(id);
      if (found === undefined) await switched(true, deps);
      return found;
    };
    const killSwitch = { ...deps.stores.killSwitch, find: late };
    await governResource(hintOf(raw), { ...deps, stores: { ...deps.stores, killSwitch } });
    expect(deps.cloud.writes).toEqual([]);
    expect(await actionsOf(deps)).toEqual([]);
    expect(await openFindings(deps)).toMatchObject([{ next: { what: "Not written: the kill switch is on" } }]);
  });

  test("is settled by whoever comes next, when its worker dies after the call", async () => {
    const { deps } = await world(raw);
    const dead = new Error("the worker died");
    deps.cloud.onWrite = ({ apply }) => {
      apply();
      throw dead;
    };
    await expect(governResource(hintOf(raw), deps)).rejects.toBe(dead);
    expect(await actionsOf(deps)).toMatchObject([{ state: "INTENDED" }]);
    deps.clock.set(plus(deps.clock.now(), minutes(3)));
    await resumeDue(deps, (_what, fault) => {
      throw fault;
    });
    expect(await actionsOf(deps)).toMatchObject([{ state: "DONE" }]);
    expect(await openFindings(deps)).toEqual([]);
  });
});
