import { describe, expect, test } from "vitest";
import { epochMillis } from "#shared/kernel/time.ts";
import { lossOf } from "#shared/policy/enforce/coverage.ts";
import { planSweep, type SweepTask } from "#shared/policy/enforce/sweep-plan.ts";
import { sweepShard } from "#shared/policy/enforce/sweep-shard.ts";
import {
  announced,
  CORE_TAGS,
  closedFindings,
  type Enforcement,
  enforcement,
  hintOf,
  openFindings,
  promoted,
} from "#test/support/enforcement.ts";
import { at } from "#test/support/findings.ts";
import { bucketOf, scriptedCloud } from "#test/support/scripted-cloud.ts";

/** Everything that is due is swept, message by message; `twice` delivers each of them again. */
async function sweep(deps: Enforcement, { twice = false } = {}): Promise<readonly SweepTask[]> {
  const done: SweepTask[] = [];
  const queue = [...(await planSweep(deps))];
  for (let task = queue.shift(); task !== undefined; task = queue.shift()) {
    done.push(task);
    const step = await sweepShard(task, deps);
    if (twice) await sweepShard(task, deps);
    if (step.kind === "continues") queue.push(step.next);
  }
  return done;
}

const coverageOf = async ({ stores }: Enforcement, type = "s3.bucket") =>
  (await stores.coverage.list()).items.find((each) => each.type === type);

const three = () => ["one", "two", "three"].map((name) => bucketOf(name));

describe("a sweep", () => {
  test("goes page by page and judges everything that is listed", async () => {
    const deps = enforcement(scriptedCloud(...three()));
    const tasks = await sweep(deps);
    expect(tasks.map(({ type, phase, cursor }) => [type, phase, cursor])).toEqual([
      ["s3.bucket", "list", ""],
      ["logs.log-group", "list", ""],
      ["s3.bucket", "list", "2"],
      ["logs.log-group", "recheck", ""],
      ["s3.bucket", "recheck", ""],
    ]);
    expect(await openFindings(deps)).toHaveLength(3);
    expect((await openFindings(deps)).every(({ foundBy }) => foundBy === "sweep")).toBe(true);
    expect(await coverageOf(deps)).toMatchObject({ last: { listed: 3, compliant: 0, tagged: 0 } });
  });

  test("is due again after its interval, not before", async () => {
    const deps = enforcement(scriptedCloud(...three()));
    await sweep(deps);
    deps.clock.set(at("2026-11-24T07:59:59Z"));
    expect(await planSweep(deps)).toEqual([]);
    deps.clock.set(at("2026-11-24T08:00:00Z"));
    expect(await planSweep(deps)).toHaveLength(2);
  });

  test("counts each resource once, though every message comes twice", async () => {
    const deps = enforcement(scriptedCloud(...three()));
    await sweep(deps, { twice: true });
    expect(await coverageOf(deps)).toMatchObject({ announced: 0, missed: 0, last: { listed: 3 } });
  });

  test("resolves what is gone although it is on no list any more", async () => {
    const deps = enforcement(scriptedCloud(...three()));
    await sweep(deps);
    deps.cloud.resources.delete(bucketOf("two").arn);
    deps.clock.set(at("2026-11-24T09:00:00Z"));
    await sweep(deps);
    expect(await closedFindings(deps)).toMatchObject([{ resource: "arn:aws:s3:::two", because: "gone" }]);
  });

  test("a type that cannot be listed is a finding, never nothing there", async () => {
    const deps = enforcement(scriptedCloud(...three()));
    await sweep(deps);
    deps.cloud.unlistable.add("s3.bucket");
    deps.clock.set(at("2026-11-24T09:00:00Z"));
    await sweep(deps);
    expect(await openFindings(deps)).toContainEqual(
      expect.objectContaining({
        policy: "tollgate",
        rule: "sweep.unlistable",
        why: "Cannot list s3.bucket in eu-west-1 of 111122223333: AccessDenied",
      }),
    );
    expect(await coverageOf(deps)).toMatchObject({ last: { at: at("2026-11-23T08:00:00Z") } });
    deps.cloud.unlistable.clear();
    await sweep(deps);
    expect((await openFindings(deps)).filter(({ policy }) => policy === "tollgate")).toEqual([]);
  });
});

describe("lost events", () => {
  test("what was there before Tollgate looked was not to be announced", async () => {
    const deps = enforcement(scriptedCloud(...three()));
    await sweep(deps);
    const coverage = await coverageOf(deps);
    expect(coverage).toMatchObject({ announced: 0, missed: 0 });
    expect(lossOf(coverage ?? { announced: 1, missed: 1 })).toBeUndefined();
  });

  test("a newer resource that no event announced is missed, and the rate says so", async () => {
    const deps = enforcement(scriptedCloud(...three()));
    await sweep(deps);
    deps.cloud.resources.set(bucketOf("four").arn, bucketOf("four", { createdAt: at("2026-11-23T12:00:00Z") }));
    const five = bucketOf("five", { createdAt: at("2026-11-23T13:00:00Z") });
    deps.cloud.resources.set(five.arn, five);
    await announced(hintOf(five), deps);
    await announced(hintOf(five), deps);
    deps.clock.set(at("2026-11-24T09:00:00Z"));
    await sweep(deps, { twice: true });
    const coverage = await coverageOf(deps);
    expect(coverage).toMatchObject({ announced: 1, missed: 1 });
    expect(lossOf(coverage ?? { announced: 0, missed: 0 })).toBe(0.5);
    expect((await openFindings(deps)).map(({ rule }) => rule)).toContain("events.lost");
  });

  test("one whose event may still be on its way is not missed yet", async () => {
    const deps = enforcement(scriptedCloud(...three()));
    await sweep(deps);
    deps.clock.set(at("2026-11-24T09:00:00Z"));
    const young = bucketOf("four", { createdAt: epochMillis(at("2026-11-24T09:00:00Z") - 60_000) });
    deps.cloud.resources.set(young.arn, young);
    await sweep(deps);
    expect(await coverageOf(deps)).toMatchObject({ announced: 0, missed: 0 });
  });

  test("where no events arrive, what a sweep finds first is judged, and nothing is called lost", async () => {
    const deps = { ...enforcement(scriptedCloud(...three())), hearsNoEvents: true };
    await sweep(deps);
    deps.cloud.resources.set(bucketOf("four").arn, bucketOf("four", { createdAt: at("2026-11-23T12:00:00Z") }));
    deps.clock.set(at("2026-11-24T09:00:00Z"));
    await sweep(deps);
    const open = await openFindings(deps);
    expect(open.map(({ rule }) => rule)).not.toContain("events.lost");
    expect(open.map(({ resource }) => resource)).toContain(bucketOf("four").arn);
  });

  test("no complete sweep, no event lost: the finding about it closes by itself", async () => {
    const deps = enforcement(scriptedCloud(...three()));
    await sweep(deps);
    deps.cloud.resources.set(bucketOf("four").arn, bucketOf("four", { createdAt: at("2026-11-23T12:00:00Z") }));
    deps.clock.set(at("2026-11-24T09:00:00Z"));
    await sweep(deps);
    expect((await openFindings(deps)).map(({ rule }) => rule)).toContain("events.lost");
    deps.clock.set(at("2026-11-25T10:00:00Z"));
    await sweep(deps);
    expect((await openFindings(deps)).map(({ rule }) => rule)).not.toContain("events.lost");
  });
});

test("0 of 264 tagged, silently: what was meant and what was done are counted apart, and the gap is a finding", async () => {
  const cloud = scriptedCloud(...Array.from({ length: 264 }, (_, index) => bucketOf(`bucket-${index}`)));
  cloud.onWrite = () => ({ kind: "refused", code: "InvalidParameter", message: "over 100 ids", forGood: true });
  const deps = enforcement(cloud, {
    forces: [{ ...CORE_TAGS, caps: { run: 500, day: 500, scopeMillionths: 1_000_000_000 } }],
  });
  await promoted(deps, CORE_TAGS);
  await sweep(deps);
  expect(await coverageOf(deps)).toMatchObject({ last: { listed: 264, meant: 264, done: 0, compliant: 0 } });
  const open = await openFindings(deps);
  expect(open.filter(({ policy }) => policy === "core-tags")).toHaveLength(264);
  expect(open.filter(({ rule }) => rule === "action.without-effect")).toHaveLength(1);
});
