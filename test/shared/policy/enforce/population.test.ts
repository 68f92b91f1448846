import { describe, expect, test } from "vitest";
import { pageId, populationPage, readPopulation } from "#shared/policy/enforce/population.ts";
import { planSweep } from "#shared/policy/enforce/sweep-plan.ts";
import { sweepShard } from "#shared/policy/enforce/sweep-shard.ts";
import { coverageKind } from "#shared/storage/coverage-store.ts";
import { catalogOf } from "#test/support/catalog/resolved.ts";
import { saltmarsh } from "#test/support/catalog/saltmarsh.ts";
import { type Enforcement, enforcement } from "#test/support/enforcement.ts";
import { bucketOf, scriptedCloud } from "#test/support/scripted-cloud.ts";

async function swept(deps: Enforcement): Promise<void> {
  const queue = [...(await planSweep(deps))];
  for (let task = queue.shift(); task !== undefined; task = queue.shift()) {
    const step = await sweepShard(task, deps);
    if (step.kind === "continues") queue.push(step.next);
  }
}

const populationOf = ({ stores }: Enforcement) => readPopulation(stores.coverage, catalogOf(saltmarsh));

describe("the population as the last sweep saw it", () => {
  test("is all that was listed, over all pages, with names and tags", async () => {
    const cloud = scriptedCloud(
      bucketOf("one", { tags: { Workload: "orders-etl" } }),
      bucketOf("two"),
      bucketOf("three"),
    );
    const deps = enforcement(cloud);
    expect((await populationOf(deps)).subjects).toEqual([]);
    await swept(deps);
    const { subjects, tagsOf, cut } = await populationOf(deps);
    expect(subjects.map(({ name, type }) => [name, type]).toSorted()).toEqual([
      ["one", "s3.bucket"],
      ["three", "s3.bucket"],
      ["two", "s3.bucket"],
    ]);
    expect(tagsOf(bucketOf("one").arn)).toEqual({ Workload: "orders-etl" });
    expect(tagsOf("arn:aws:s3:::unknown")).toBeUndefined();
    expect(cut).toBe(false);
  });

  test("is not known before the sweep has come to its end", async () => {
    const deps = enforcement(scriptedCloud(bucketOf("one")));
    const [task] = await planSweep(deps);
    if (task === undefined) throw new Error("There is something to sweep");
    await sweepShard(task, deps);
    expect((await populationOf(deps)).subjects).toEqual([]);
  });

  test("forgets the pages of a longer sweep before", async () => {
    const deps = enforcement(scriptedCloud(bucketOf("one")));
    await swept(deps);
    const { coverage, commit } = deps.stores;
    const shard = `${bucketOf("one").account}#${bucketOf("one").region}#s3.bucket`;
    const stale = populationPage({ shard, page: 7, run: "sweep-before" }, [bucketOf("gone")]);
    await commit([coverage.pages.create(pageId(stale), stale, { type: "test", by: "test", data: {} })]);
    expect((await populationOf(deps)).subjects.map(({ name }) => name)).toEqual(["one"]);
  });

  test("counts what does not fit into a row instead of dropping it", async () => {
    const large = Array.from({ length: 40 }, (_, at) => bucketOf(`b${at}`, { tags: { Note: "x".repeat(10_000) } }));
    const page = populationPage({ shard: "s", page: 0, run: "r" }, large);
    expect(page.resources.length).toBeGreaterThan(20);
    expect(page.resources.length + page.left).toBe(40);
    expect(page.left).toBeGreaterThan(0);
    expect(JSON.stringify(page).length).toBeLessThan(400 * 1024);
  });
});

test("coverage of version 1 comes back as it was: it kept no pages", () => {
  const count = { listed: 1, compliant: 0, tagged: 0, meant: 0, done: 0 };
  const old = {
    account: "111122223333",
    region: "eu-west-1",
    type: "s3.bucket",
    since: 1,
    announced: 0,
    missed: 0,
    last: { ...count, run: "sweep-1", at: 2 },
  };
  expect(coverageKind.decode(coverageKind.migrations?.[1]?.(old))).toEqual(old);
});
