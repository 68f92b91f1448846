import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { costExplorerClient } from "#shared/adapters/aws/clients/cost-explorer.ts";
import { explorerSpendSource } from "#shared/adapters/aws/explorer-spend-source.ts";
import { takeDayZero } from "#shared/cost/day-zero/take-day-zero.ts";
import { month } from "#shared/cost/ledger.ts";
import { exactDecimal } from "#shared/kernel/money.ts";
import { requestBudgetOn } from "#shared/storage/paid-request-store.ts";
import { type Moto, startMoto } from "#test/emulator/support/moto.ts";
import { ingestWorld } from "#test/support/bills.ts";
import { explorerPage } from "#test/support/explorer-answers.ts";
import { memoryRecords } from "#test/support/memory-records.ts";

const INPUT = { account: "111122223333", by: "function:cost-explore" };

let moto: Moto;

beforeAll(async () => {
  moto = await startMoto();
});

afterAll(() => moto.stop());

function opened(most = 20) {
  const world = ingestWorld();
  const { records } = memoryRecords("2026-11-02T06:00:00Z");
  const budget = requestBudgetOn(records, { most, clock: world.clock, by: INPUT.by });
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const client = costExplorerClient({ endpoint: moto.url, credentials });
  const spend = explorerSpendSource({ client, budget, clock: world.clock });
  const billed = async (of: string) => {
    const stored = await world.imports.period("AWS/111122223333", month(of));
    const newest = stored?.value.versions.at(-1);
    return newest === undefined ? undefined : exactDecimal(newest.totals.billed);
  };
  return { take: () => takeDayZero(INPUT, { ...world.deps, spend }), billed, budget, imports: world.imports };
}

const october = (day: string, next: string, unblended: string) => ({ day, next, unblended });

describe("Cost Explorer as moto answers it", () => {
  test("is taken in to the last digit, over two pages, each counted", async () => {
    await moto.answerCosts([
      explorerPage([october("2026-10-01", "2026-10-02", "0.1"), october("2026-10-02", "2026-10-03", "0.2")], "more"),
      explorerPage([october("2026-10-03", "2026-10-04", "1234.5678901234")]),
      explorerPage([october("2026-11-01", "2026-11-02", "-0.3")]),
    ]);
    const { take, billed, budget, imports } = opened();
    expect((await take()).map(({ kind }) => kind)).toEqual(["taken-in", "taken-in"]);
    expect([await billed("2026-10"), await billed("2026-11")]).toEqual(["1234.8678901234", "-0.3"]);
    expect(await budget.take()).toEqual({ kind: "taken", made: 4 });
    const periods = await imports.periods();
    const made = await Promise.all(periods.map(({ versions }) => imports.find(versions.at(-1)?.import ?? "")));
    expect(made.flatMap((each) => each?.files.map(({ name }) => name)).toSorted()).toEqual([
      "cost-explorer://111122223333/2026-10?requests=2",
      "cost-explorer://111122223333/2026-11?requests=1",
    ]);
  });

  test("that knows nothing is no month without cost: it is refused, and nothing is taken in", async () => {
    await moto.answerCosts([]);
    const { take, imports } = opened();
    expect((await take()).map(({ kind }) => kind)).toEqual(["refused", "refused"]);
    expect(await imports.periods()).toEqual([]);
  });

  test("is not asked once the day's requests are spent", async () => {
    await moto.answerCosts([
      explorerPage([october("2026-10-01", "2026-10-02", "0.1")]),
      explorerPage([october("2026-11-01", "2026-11-02", "9")]),
    ]);
    const { take } = opened(1);
    expect(await take()).toMatchObject([
      { month: "2026-10", kind: "taken-in" },
      { month: "2026-11", kind: "refused", message: expect.stringContaining("all 1 paid requests to Cost Explorer") },
    ]);
  });
});
