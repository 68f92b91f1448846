import { describe, expect, test } from "vitest";
import { explorerName, readExplorerName } from "#shared/cost/day-zero/explorer-name.ts";
import { takeDayZero } from "#shared/cost/day-zero/take-day-zero.ts";
import { ingest } from "#shared/cost/ingest.ts";
import { month } from "#shared/cost/ledger.ts";
import type { SpendSource } from "#shared/cost/ports.ts";
import { monthsAfter } from "#shared/cost/report/months.ts";
import { exactDecimal } from "#shared/kernel/money.ts";
import { epochMillis } from "#shared/kernel/time.ts";
import { csvOf, fileOf, ingestWorld } from "#test/support/bills.ts";

const PAYER = "111122223333";
const INPUT = { account: PAYER, by: "function:cost-explore" };

/** What is told of each month, and which months were asked for. */
function worldTelling(told: { [month: string]: string }) {
  const world = ingestWorld();
  const asked: string[] = [];
  const spend: SpendSource = {
    list: async (name) => [name],
    open: async (name) => {
      const { month: of = month("2000-01") } = readExplorerName(name) ?? {};
      asked.push(of);
      const amount = told[of] ?? expect.unreachable(`nobody asks for ${of}`);
      const [BillingPeriodStart, BillingPeriodEnd] = [`${of}-01T00:00:00Z`, `${monthsAfter(of, 1)}-01T00:00:00Z`];
      const charged = { ChargePeriodStart: BillingPeriodStart, ChargePeriodEnd: `${of}-02T00:00:00Z` };
      const row = { BilledCost: amount, EffectiveCost: amount, BillingPeriodStart, BillingPeriodEnd, ...charged };
      return fileOf(explorerName({ account: PAYER, month: of, requests: 1 }), csvOf([row]));
    },
  };
  const take = () => takeDayZero(INPUT, { ...world.deps, spend });
  const delivered = async (amount: string) => {
    world.write(`october-${amount}.csv`, csvOf([{ BilledCost: amount }]));
    const result = await ingest(world.input(`october-${amount}.csv`), world.deps);
    return result.ok ? result.value.kind : result.error.message;
  };
  const standing = async (of: string) => {
    const stored = await world.imports.period(`AWS/${PAYER}`, month(of));
    return stored?.value.versions.map(({ totals }) => exactDecimal(totals.billed));
  };
  return { ...world, asked, take, delivered, standing, told };
}

describe("day 0: bills before any export", () => {
  test("takes in this month and the one before it", async () => {
    const world = worldTelling({ "2026-10": "3", "2026-11": "0.5" });
    expect((await world.take()).map(({ month: of, kind }) => [of, kind])).toEqual([
      ["2026-10", "taken-in"],
      ["2026-11", "taken-in"],
    ]);
    expect([await world.standing("2026-10"), await world.standing("2026-11")]).toEqual([["3"], ["0.5"]]);
  });

  test("told the same again changes nothing; told more is the next version", async () => {
    const world = worldTelling({ "2026-10": "3", "2026-11": "0.5" });
    await world.take();
    world.told["2026-11"] = "0.75";
    expect((await world.take()).map(({ kind }) => kind)).toEqual(["unchanged", "taken-in"]);
    expect(await world.standing("2026-11")).toEqual(["0.5", "0.75"]);
  });

  test("the first export of a month takes its place, by itself", async () => {
    const world = worldTelling({ "2026-10": "3", "2026-11": "0.5" });
    await world.take();
    expect(await world.delivered("3.25")).toBe("taken-in");
    expect(await world.standing("2026-10")).toEqual(["3", "3.25"]);
  });

  test("a month that was delivered is not asked for, which would be paid for", async () => {
    const world = worldTelling({ "2026-11": "0.5" });
    await world.delivered("3.25");
    expect((await world.take()).map(({ kind }) => kind)).toEqual(["delivered", "taken-in"]);
    expect(world.asked).toEqual(["2026-11"]);
  });

  test("a delivery that comes while Cost Explorer answers is not undone", async () => {
    const world = worldTelling({ "2026-10": "3", "2026-11": "0.5" });
    const names = [explorerName({ account: PAYER, month: month("2026-10") })];
    const spend: SpendSource = {
      list: async (name) => [name],
      open: async (name) => {
        await world.delivered("3.25");
        return fileOf(name, csvOf([{ BilledCost: "3" }]));
      },
    };
    const result = await ingest({ ...world.input(...names), source: `AWS/${PAYER}` }, { ...world.deps, spend });
    expect(result.ok ? "taken in" : result.error.message).toContain("2026-10 has a delivery from source");
    expect(await world.standing("2026-10")).toEqual(["3.25"]);
  });

  test("the month before is let go when its reports are final", async () => {
    const world = worldTelling({ "2026-10": "3", "2026-11": "0.5" });
    await world.take();
    world.clock.set(epochMillis(Date.parse("2026-11-11T00:00:00Z")));
    expect((await world.take()).map(({ month: of }) => of)).toEqual(["2026-11"]);
  });

  test("a month that is refused is told of in the source's words, and the other is taken in all the same", async () => {
    const world = worldTelling({ "2026-10": "a lot", "2026-11": "0.5" });
    expect(await world.take()).toMatchObject([
      { month: "2026-10", kind: "refused", message: expect.stringContaining('found "a lot"') },
      { month: "2026-11", kind: "taken-in", rows: 1 },
    ]);
  });
});
