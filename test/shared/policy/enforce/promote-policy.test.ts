import { describe, expect, test } from "vitest";
import { governResource } from "#shared/policy/enforce/govern-resource.ts";
import { planSentence } from "#shared/policy/enforce/plan.ts";
import { planPolicy } from "#shared/policy/enforce/plan-policy.ts";
import { haltPolicy, promotePolicy, resumePolicy } from "#shared/policy/enforce/promote-policy.ts";
import { planStoreOn } from "#shared/storage/plan-store.ts";
import { recordsOn } from "#shared/storage/records.ts";
import {
  CORE_TAGS,
  type Enforcement,
  enforcement,
  hintOf,
  LOG_RETENTION,
  openFindings,
  verdictsOf,
} from "#test/support/enforcement.ts";
import { at, testDigest } from "#test/support/findings.ts";
import { bucketOf, logGroupOf, type ScriptedCloud, scriptedCloud } from "#test/support/scripted-cloud.ts";

const population = () =>
  scriptedCloud(
    bucketOf("one"),
    bucketOf("two"),
    bucketOf("three", { tags: { Workload: "orders-etl" } }),
    bucketOf("managed", { managedBy: { tool: "terraform", name: "lake" } }),
    logGroupOf("/a", 7, { tags: { Workload: "orders-etl" } }),
    logGroupOf("/b", 400, { tags: { Workload: "orders-etl" } }),
  );

function planning(cloud: ScriptedCloud, over: Parameters<typeof enforcement>[1] = {}) {
  const deps = enforcement(cloud, over);
  let count = 0;
  const ids = {
    next: (prefix: string) => {
      count += 1;
      return `${prefix}-${count}`;
    },
  };
  return { ...deps, ids, plans: planStoreOn(recordsOn(deps.table, { clock: deps.clock, digest: testDigest })) };
}

async function planned(deps: ReturnType<typeof planning>, policy: string) {
  const made = await planPolicy({ policy, by: "otto" }, deps);
  if (!made.ok) throw new Error(`no plan of ${policy}`);
  return made.value;
}

describe("a plan", () => {
  test("says which resources would change, how, and what it may not touch, and changes nothing", async () => {
    const deps = planning(population());
    const { plan, entries } = await planned(deps, "core-tags");
    expect(plan).toMatchObject({
      policyHash: "hash-1",
      counts: { inScope: 6, change: 2, patch: 1, exempt: 0, person: 0, tags: 2, raised: 0, lowered: 0, unread: 0 },
    });
    expect(planSentence(plan.counts)).toBe(
      "Enforcing would change 2 of 6 resources now: 2 tags, 0 raised, 0 lowered. 1 patch-only, 0 exempt, 0 for a person.",
    );
    expect(entries.map(({ name, will, reason }) => [name, will, reason])).toEqual([
      ["one", "change", undefined],
      ["two", "change", undefined],
      ["managed", "patch", 'Terraform "lake"'],
    ]);
    expect(deps.cloud.writes).toEqual([]);
    const page = await deps.plans.pages.find(`${plan.id}#0`);
    expect(page?.value.entries).toEqual(entries);
  });

  test("counts directions apart, and says that what lowers waits", async () => {
    const deps = planning(population());
    const { plan } = await planned(deps, "log-retention");
    expect(plan.counts).toMatchObject({ inScope: 2, change: 2, raised: 1, lowered: 1 });
    expect(planSentence(plan.counts)).toContain("What lowers waits out its grace and its approvals.");
  });

  test("counts what is exempt, and what only a person can put right", async () => {
    const exempted = { exemption: "E-31", until: at("2027-01-01T00:00:00Z") };
    const deps = planning(scriptedCloud(bucketOf("one"), bucketOf("two")), {
      judge: (state) =>
        verdictsOf(state).map((each) => {
          if (each.is !== "violating") return each;
          return state.name === "one"
            ? { ...each, exempted }
            : { ...each, plannedChanges: [], held: "no-value" as const };
        }),
    });
    const { plan, entries } = await planned(deps, "core-tags");
    expect(plan.counts).toMatchObject({ change: 0, exempt: 1, person: 1 });
    expect(entries.map(({ reason }) => reason)).toEqual(["E-31", "no-value"]);
  });

  test("with a type that cannot be listed, or a resource that cannot be read, says that it has holes", async () => {
    const cloud = population();
    cloud.unlistable.add("logs.log-group");
    cloud.onRead = (ref, found) =>
      ref.arn.endsWith("two") ? { kind: "unreadable", code: "AccessDenied", message: "no" } : found;
    const { plan } = await planned(planning(cloud), "core-tags");
    expect(plan.counts.unread).toBe(2);
    expect(plan.unread).toEqual([
      "arn:aws:s3:::two: AccessDenied",
      "logs.log-group in eu-west-1 of 111122223333: AccessDenied",
    ]);
    expect(planSentence(plan.counts)).toContain("2 could not be read, so this is not all.");
  });

  test("of a policy that nobody wrote is refused", async () => {
    expect(await planPolicy({ policy: "nothing", by: "otto" }, planning(population()))).toEqual({
      ok: false,
      error: { kind: "no-such-policy" },
    });
  });
});

describe("promotion to enforce", () => {
  const promote = async (
    deps: ReturnType<typeof planning>,
    over: Partial<Parameters<typeof promotePolicy>[0]> = {},
  ) => {
    const { plan } = await planned(deps, "core-tags");
    return promotePolicy({ policy: "core-tags", plan: plan.id, expect: 2, by: "otto", ...over }, deps);
  };

  test("lets this version write, from the next look on", async () => {
    const deps = planning(scriptedCloud(bucketOf("one"), bucketOf("two")));
    expect(await promote(deps)).toMatchObject({ ok: true, value: { promotion: { policyHash: "hash-1", inScope: 2 } } });
    await governResource(hintOf(bucketOf("one")), deps);
    expect(deps.cloud.writes).toHaveLength(1);
  });

  test.each([
    {
      because: "the promoter expects another number",
      over: { expect: 3 },
      error: { kind: "other-count", expected: 3, planned: 2 },
    },
    { because: "the promoter wrote it", over: { by: "sanna" }, error: { kind: "author-promotes" } },
    { because: "there is no such plan", over: { plan: "P-99" }, error: { kind: "no-such-plan" } },
    { because: "the plan is of another policy", over: { policy: "log-retention" }, error: { kind: "no-such-plan" } },
    { because: "there is no such policy", over: { policy: "nothing" }, error: { kind: "no-such-policy" } },
  ])("is refused: $because", async ({ over, error }) => {
    expect(await promote(planning(population()), over)).toEqual({ ok: false, error });
  });

  test.each([
    {
      because: "the document says notify",
      force: { mode: "notify" as const },
      error: { kind: "not-enforce", mode: "notify" },
    },
    { because: "the document changed since the plan", force: { hash: "hash-2" }, error: { kind: "other-version" } },
  ])("is refused: $because", async ({ force, error }) => {
    const deps = planning(population());
    const { plan } = await planned(deps, "core-tags");
    deps.set({ forces: [{ ...CORE_TAGS, ...force }] });
    const input = { policy: "core-tags", plan: plan.id, expect: 2, by: "otto" };
    expect(await promotePolicy(input, deps)).toEqual({ ok: false, error });
  });

  test("is refused where nobody knows who wrote the document", async () => {
    const { author: _nobody, ...anonymous } = CORE_TAGS;
    const deps = planning(population(), { forces: [anonymous] });
    expect(await promote(deps)).toEqual({ ok: false, error: { kind: "author-unknown" } });
  });

  test("rests on a plan of at most 24 hours, that moment included, and without holes", async () => {
    const deps = planning(population());
    const { plan } = await planned(deps, "core-tags");
    const input = { policy: "core-tags", plan: plan.id, expect: 2, by: "otto" };
    deps.clock.set(at("2026-11-24T08:00:00.001Z"));
    expect(await promotePolicy(input, deps)).toEqual({
      ok: false,
      error: { kind: "plan-too-old", goodUntil: at("2026-11-24T08:00:00Z") },
    });
    deps.cloud.unlistable.add("logs.log-group");
    expect(await promote(deps)).toEqual({ ok: false, error: { kind: "plan-incomplete", unread: 1 } });
    const other = planning(population());
    const { plan: fresh } = await planned(other, "core-tags");
    other.clock.set(at("2026-11-24T08:00:00Z"));
    expect((await promotePolicy({ ...input, plan: fresh.id }, other)).ok).toBe(true);
  });

  test("ends with the version: a changed document is one that nobody promoted", async () => {
    const deps = planning(scriptedCloud(bucketOf("one"), bucketOf("two")));
    await promote(deps);
    deps.set({ forces: [{ ...CORE_TAGS, hash: "hash-2" }, LOG_RETENTION] });
    await governResource(hintOf(bucketOf("one")), deps);
    expect(deps.cloud.writes).toEqual([]);
    expect((await openFindings(deps))[0]?.next?.what).toBe(
      "Not written: this version of the policy is not promoted to enforce",
    );
  });
});

describe("a halted policy", () => {
  const halted = async (): Promise<Enforcement> => {
    const deps = planning(scriptedCloud(bucketOf("one"), bucketOf("two")));
    const { plan } = await planned(deps, "core-tags");
    await promotePolicy({ policy: "core-tags", plan: plan.id, expect: 2, by: "otto" }, deps);
    await haltPolicy({ policy: "core-tags", because: "looks wrong", by: "noor" }, deps);
    return deps;
  };

  test("writes nothing, and its findings say why", async () => {
    const deps = await halted();
    await governResource(hintOf(bucketOf("one")), deps);
    expect(deps.cloud.writes).toEqual([]);
    expect((await openFindings(deps))[0]?.next?.what).toBe("Not written: the policy is halted (looks wrong)");
  });

  test("keeps its first reason when it is halted again, and writes again once resumed", async () => {
    const deps = await halted();
    const again = await haltPolicy({ policy: "core-tags", because: "other", by: "otto" }, deps);
    expect(again.halt).toMatchObject({ because: "looks wrong", by: "noor" });
    await resumePolicy({ policy: "core-tags", by: "otto" }, deps);
    await governResource(hintOf(bucketOf("one")), deps);
    expect(deps.cloud.writes).toHaveLength(1);
  });
});
