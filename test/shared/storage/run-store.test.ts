import { expect, test } from "vitest";
import { epochMillis } from "#shared/kernel/time.ts";
import type { RunEvent } from "#shared/runs/run-event.ts";
import { runStoreOn } from "#shared/storage/run-store.ts";
import { runsOf } from "#test/support/cost-company.ts";
import { memoryRecords } from "#test/support/memory-records.ts";

test("runs that are told twice are one run, also past a page", async () => {
  const store = runStoreOn(memoryRecords().records);
  const runs = runsOf(3);
  const many = Array.from({ length: 700 }, (_, index) => ({
    ...(runs[0] as (typeof runs)[number]),
    runId: `r-${index}`,
  }));
  expect(await store.add(many.slice(0, 350), "test")).toBe(350);
  expect(await store.add(many, "test")).toBe(350);
  expect(await store.add(many, "test")).toBe(0);
  expect((await store.endedIn("2026-10")).map(({ runId }) => runId).toSorted()).toEqual(
    many.map(({ runId }) => runId).toSorted(),
  );
});

const runOf = (index: number, more: Partial<RunEvent> = {}): RunEvent => ({
  workload: "orders-etl",
  job: "load",
  runId: `r-${index}`,
  startedAt: epochMillis(1_791_849_600_000),
  endedAt: epochMillis(1_791_849_660_000),
  outcome: "succeeded",
  ...more,
});

const idsOf = (runs: readonly RunEvent[]) => runs.map(({ runId }) => runId);

test.each([
  { because: "long names in a script of three bytes a sign", sign: "€" },
  { because: "names that JSON writes in six signs each", sign: "\u0001" },
])(
  "the longest names the contract takes are kept, more of them than one item or transaction holds: $because",
  async ({ sign }) => {
    const store = runStoreOn(memoryRecords().records);
    const long = (index: number) =>
      runOf(index, {
        workload: sign.repeat(200),
        job: sign.repeat(200),
        runId: sign.repeat(296) + String(index).padStart(4, "0"),
      });
    const runs = Array.from({ length: 1_200 }, (_, index) => long(index));
    expect(await store.add(runs, "test")).toBe(1_200);
    expect(await store.add(runs.slice(600), "test")).toBe(0);
    expect(idsOf(await store.endedIn("2026-10"))).toEqual(idsOf(runs));
  },
);

test("a run is of the month in which it ended, and of its own workload", async () => {
  const store = runStoreOn(memoryRecords().records);
  const november = epochMillis(1_793_491_200_000);
  const runs = [
    runOf(1, { endedAt: epochMillis(november - 1) }),
    runOf(2, { endedAt: november }),
    runOf(3, { workload: "orders" }),
  ];
  expect(await store.add(runs, "test")).toBe(3);
  expect(idsOf(await store.endedIn("2026-10")).toSorted()).toEqual(["r-1", "r-3"]);
  expect(idsOf(await store.endedIn("2026-11"))).toEqual(["r-2"]);
  expect(await store.endedIn("2026-12")).toEqual([]);
});

test("two who tell at once lose nothing and double nothing", async () => {
  const store = runStoreOn(memoryRecords().records);
  const runs = Array.from({ length: 40 }, (_, index) => runOf(index));
  const added = await Promise.all([store.add(runs.slice(0, 30), "one"), store.add(runs.slice(10), "two")]);
  expect(added[0] + added[1]).toBe(40);
  expect(idsOf(await store.endedIn("2026-10")).toSorted()).toEqual(idsOf(runs).toSorted());
});
