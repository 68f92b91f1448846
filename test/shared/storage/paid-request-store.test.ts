import { describe, expect, test } from "vitest";
import { epochMillis } from "#shared/kernel/time.ts";
import { requestBudgetOn } from "#shared/storage/paid-request-store.ts";
import { memoryRecords } from "#test/support/memory-records.ts";

const at = (text: string) => epochMillis(Date.parse(text));

function opened(most: number) {
  const world = memoryRecords("2026-11-26T23:59:00Z");
  return {
    ...world,
    budget: requestBudgetOn(world.records, { most, clock: world.clock, by: "function:cost-explore" }),
  };
}

describe("the day's budget of paid requests", () => {
  test("lets so many be made and no more, and says whose day it was", async () => {
    const { budget } = opened(2);
    const taken = [await budget.take(), await budget.take(), await budget.take()];
    expect(taken).toEqual([
      { kind: "taken", made: 1 },
      { kind: "taken", made: 2 },
      { kind: "spent", day: "2026-11-26", most: 2 },
    ]);
  });

  test("begins anew with the day in UTC", async () => {
    const { budget, clock } = opened(1);
    await budget.take();
    clock.set(at("2026-11-27T00:00:00Z"));
    expect(await budget.take()).toEqual({ kind: "taken", made: 1 });
  });

  test("holds for workers that ask at once: none of them goes over it", async () => {
    const { budget } = opened(3);
    const taken = await Promise.all(Array.from({ length: 8 }, () => budget.take()));
    expect(taken.filter(({ kind }) => kind === "taken")).toHaveLength(3);
  });

  test("of nothing lets none be made, and writes nothing", async () => {
    const { budget, table } = opened(0);
    expect(await budget.take()).toMatchObject({ kind: "spent", most: 0 });
    const { items } = await table.query({ index: "list", partition: "PAID-REQUESTS", limit: 10 });
    expect(items).toEqual([]);
  });

  test("leaves an event for each request", async () => {
    const { budget, records } = opened(5);
    await budget.take();
    await budget.take();
    const events = await records.events("paid-requests", "2026-11-26");
    expect(events.map(({ type, by, data }) => [type, by, data["made"]])).toEqual([
      ["paid-requests.made", "function:cost-explore", 1],
      ["paid-requests.made", "function:cost-explore", 2],
    ]);
  });
});
