import { expect, test } from "vitest";
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
