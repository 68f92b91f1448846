import { describe, expect, test } from "vitest";
import { days, type EpochMillis, epochMillis, hours, minutes, plus } from "#shared/kernel/time.ts";
import type { ResourceState } from "#shared/policy/cloud.ts";
import { planSweep, type SweepTask } from "#shared/policy/enforce/sweep-plan.ts";
import { sweepShard } from "#shared/policy/enforce/sweep-shard.ts";
import {
  announced,
  type Enforcement,
  enforcement,
  hintOf,
  openFindings,
  verdictsOf,
} from "#test/support/enforcement.ts";
import { at } from "#test/support/findings.ts";
import { bucketOf, scriptedCloud } from "#test/support/scripted-cloud.ts";

const ADA = "arn:aws:sts::111122223333:assumed-role/builder/ada.berg";
const NOW = at("2026-11-23T08:00:00Z");

const daysAgo = (count: number, more = 0): EpochMillis => epochMillis(NOW - days(count) - more);

async function sweep(deps: Enforcement): Promise<void> {
  const queue: SweepTask[] = [...(await planSweep(deps))];
  for (let task = queue.shift(); task !== undefined; task = queue.shift()) {
    const step = await sweepShard(task, deps);
    if (step.kind === "continues") queue.push(step.next);
  }
}

/** Buckets made at these moments, and what each was judged as in the end. */
function world(made: Readonly<Record<string, EpochMillis>>) {
  const judged = new Map<string, Pick<ResourceState, "creator" | "creatorUnread">>();
  const judge = (resource: ResourceState) => {
    const { creator, creatorUnread } = resource;
    judged.set(resource.name, {
      ...(creator === undefined ? {} : { creator }),
      ...(creatorUnread === undefined ? {} : { creatorUnread }),
    });
    return verdictsOf(resource);
  };
  const states = Object.entries(made).map(([name, createdAt]) => bucketOf(name, { createdAt }));
  const deps = enforcement(scriptedCloud(...states), { judge });
  return { deps, judged };
}

const madeOf = async ({ stores }: Enforcement, name: string) =>
  (await stores.coverage.sighted.find(bucketOf(name).arn))?.value.made;

describe("who made what a sweep found", () => {
  test("is asked of the account's trail once, and remembered", async () => {
    const { deps, judged } = world({ one: daysAgo(3) });
    deps.trail.onAsk = () => ({ kind: "made-by", principal: ADA });
    await sweep(deps);
    expect(judged.get("one")).toEqual({ creator: ADA });
    expect(await madeOf(deps, "one")).toEqual({ is: "known", principal: ADA, by: "trail" });
    deps.clock.set(plus(NOW, days(1)));
    await sweep(deps);
    expect(judged.get("one")).toEqual({ creator: ADA });
    expect(deps.trail.asked).toEqual(["one"]);
  });

  test("is not asked of what breaks no rule", async () => {
    const { deps } = world({});
    const right = bucketOf("right", { tags: { Workload: "orders-etl" } });
    deps.cloud.resources.set(right.arn, right);
    await sweep(deps);
    expect(deps.trail.asked).toEqual([]);
  });

  test("is what its event said, where one did", async () => {
    const { deps, judged } = world({ one: daysAgo(3) });
    await announced({ ...hintOf(bucketOf("one")), creator: ADA }, deps);
    await sweep(deps);
    expect(judged.get("one")).toEqual({ creator: ADA });
    expect(deps.trail.asked).toEqual([]);
  });

  test("is not known, and not nobody, where the trail does not tell; and is not asked again", async () => {
    const { deps, judged } = world({ one: daysAgo(3) });
    await sweep(deps);
    deps.clock.set(plus(NOW, days(1)));
    await sweep(deps);
    expect(judged.get("one")).toEqual({ creatorUnread: "no call made it" });
    expect(deps.trail.asked).toEqual(["one"]);
  });

  test("is asked again after a pause that doubles where the trail could not be read", async () => {
    const { deps, judged } = world({ one: daysAgo(3) });
    deps.trail.onAsk = () => ({ kind: "unreadable", code: "Throttling", message: "rate exceeded" });
    await sweep(deps);
    expect(judged.get("one")).toEqual({ creatorUnread: "Throttling" });
    expect(await madeOf(deps, "one")).toEqual({
      is: "unread",
      because: "Throttling",
      tries: 1,
      nextAt: plus(NOW, hours(1)),
    });
    deps.clock.set(plus(NOW, days(1)));
    await sweep(deps);
    expect(await madeOf(deps, "one")).toMatchObject({ tries: 2, nextAt: plus(plus(NOW, days(1)), hours(2)) });
    deps.trail.onAsk = () => ({ kind: "made-by", principal: ADA });
    deps.clock.set(plus(NOW, days(2)));
    await sweep(deps);
    expect(judged.get("one")).toEqual({ creator: ADA });
    expect(deps.trail.asked).toHaveLength(3);
  });

  test("is not asked of what was made before the trail begins, 90 days ago", async () => {
    const { deps, judged } = world({ old: daysAgo(90, 1), kept: daysAgo(90) });
    await sweep(deps);
    expect(judged.get("old")).toEqual({ creatorUnread: "it was made before the trail begins" });
    expect(deps.trail.asked).toEqual(["kept"]);
  });

  test("is not asked while its event may still come", async () => {
    const { deps, judged } = world({ first: daysAgo(3) });
    await sweep(deps);
    deps.clock.set(plus(NOW, days(1)));
    const young = bucketOf("new", { createdAt: epochMillis(NOW + days(1) - minutes(14)) });
    deps.cloud.resources.set(young.arn, young);
    await sweep(deps);
    expect(judged.get("new")).toEqual({ creatorUnread: "nobody was asked yet" });
    expect(deps.trail.asked).toEqual(["first"]);
  });

  test("waits for the next sweep once this one has spent its look-ups, and is nobody's guess until then", async () => {
    const names = Array.from({ length: 6 }, (_, index) => `bucket-${index}`);
    const { deps, judged } = world(Object.fromEntries(names.map((name) => [name, daysAgo(3)])));
    deps.trail.onAsk = () => ({ kind: "made-by", principal: ADA });
    let left = 4;
    const lookUps = {
      async take() {
        const granted = Math.min(1, left);
        left -= granted;
        return granted;
      },
    };
    await sweep({ ...deps, lookUps });
    expect(deps.trail.asked).toHaveLength(4);
    expect(judged.get("bucket-5")).toEqual({ creatorUnread: "nobody was asked yet" });
    deps.clock.set(plus(NOW, days(1)));
    await sweep(deps);
    expect(deps.trail.asked).toHaveLength(6);
    expect(await openFindings(deps)).toHaveLength(6);
  });
});
