import { describe, expect, test } from "vitest";
import { personId } from "#shared/kernel/ids.ts";
import { readOnlyCloud } from "#shared/plane/read-only-cloud.ts";
import type { ResourceCloud } from "#shared/policy/cloud.ts";
import { type Plan, planSentence } from "#shared/policy/enforce/plan.ts";
import { planPolicy } from "#shared/policy/enforce/plan-policy.ts";
import { promotePolicy } from "#shared/policy/enforce/promote-policy.ts";
import { sweepPolicy } from "#shared/policy/enforce/sweep-plan.ts";
import { sweepShard } from "#shared/policy/enforce/sweep-shard.ts";
import { undoAction } from "#shared/policy/enforce/undo-action.ts";
import { planStoreOn } from "#shared/storage/plan-store.ts";
import { recordsOn } from "#shared/storage/records.ts";
import { actionsOf, enforcement, openFindings } from "#test/support/enforcement.ts";
import { testDigest } from "#test/support/findings.ts";
import { bucketOf, logGroupOf, scriptedCloud } from "#test/support/scripted-cloud.ts";

const BECAUSE = "this plane is read-only";

function laptop() {
  const account = scriptedCloud(bucketOf("one"), bucketOf("two"), logGroupOf("/a", 7));
  const { cloud, ...rest } = enforcement(account);
  const plans = planStoreOn(recordsOn(rest.table, { clock: rest.clock, digest: testDigest }));
  const deps = (over: ResourceCloud) => ({ ...rest, plans, ids: { next: () => `P-${rest.clock.now()}` }, cloud: over });
  return { account, reading: deps(readOnlyCloud(cloud, BECAUSE)), writing: deps(cloud) };
}

type Deps = ReturnType<typeof laptop>["reading"];

async function promoteOn(policy: string, deps: Deps): Promise<Plan> {
  const planned = await planPolicy({ policy, by: "otto" }, deps);
  if (!planned.ok) throw new Error(`there is no policy ${policy}`);
  const { plan } = planned.value;
  const promoted = await promotePolicy({ policy, plan: plan.id, expect: plan.counts.change, by: "otto" }, deps);
  if (!promoted.ok) throw new Error(`not promoted: ${promoted.error.kind}`);
  return plan;
}

async function sweep(policy: string, deps: Deps): Promise<void> {
  for (const task of await sweepPolicy(policy, deps)) {
    for (let step = await sweepShard(task, deps); step.kind === "continues"; ) step = await sweepShard(step.next, deps);
  }
}

describe("a plane that is read-only", () => {
  test("refuses a write itself, whoever asks, and sends nothing", async () => {
    const { account, reading } = laptop();
    const [one] = account.resources.values();
    if (one === undefined) throw new Error("nothing is there");
    expect(await reading.cloud.write(one, [{ set: "tag", key: "Workload", value: "orders-etl" }])).toEqual({
      kind: "refused",
      code: "ReadOnly",
      message: BECAUSE,
      forGood: true,
    });
    expect(account.writes).toEqual([]);
  });

  test("writes nothing after a promotion and a sweep, and its findings and its plan say why", async () => {
    const { account, reading } = laptop();
    const plan = await promoteOn("core-tags", reading);
    await sweep("core-tags", reading);
    expect(account.writes).toEqual([]);
    expect(await actionsOf(reading)).toEqual([]);
    const findings = (await openFindings(reading)).filter(({ policy }) => policy === "core-tags");
    expect(findings.map(({ next }) => next?.what)).toEqual(findings.map(() => "Not written: this plane is read-only"));
    expect(findings).toHaveLength(3);
    expect(planSentence(plan.counts, BECAUSE)).toContain("3 tags, 0 raised, 0 lowered.");
    expect(planSentence(plan.counts, BECAUSE)).toMatch(/ Nothing will be written: this plane is read-only\.$/);
  });

  test("leaves what it did not write to be written once the same state may write", async () => {
    const { account, reading, writing } = laptop();
    await promoteOn("core-tags", reading);
    await sweep("core-tags", reading);
    await sweep("core-tags", writing);
    expect(account.writes.map(({ arn }) => arn)).toHaveLength(3);
    expect((await actionsOf(writing)).map(({ state }) => state)).toEqual(["DONE", "DONE", "DONE"]);
  });

  test("takes back nothing either, and says so without marking anything as taken back", async () => {
    const { account, reading, writing } = laptop();
    await promoteOn("core-tags", writing);
    await sweep("core-tags", writing);
    const [done] = await actionsOf(writing);
    const written = account.writes.length;
    expect(await undoAction({ id: done?.id ?? "", by: personId("noor") }, reading)).toEqual({
      ok: false,
      error: { kind: "stopped", because: BECAUSE },
    });
    expect(account.writes).toHaveLength(written);
    expect((await undoAction({ id: done?.id ?? "", by: personId("noor") }, writing)).ok).toBe(true);
  });
});
