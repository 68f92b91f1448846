import { seededRandom } from "#infra/local/seeded-random.ts";
import { allocate } from "#shared/cost/allocate.ts";
import type { Allocation, SplitRule } from "#shared/cost/allocation.ts";
import { sumAmounts } from "#shared/cost/amounts.ts";
import type { CostImport } from "#shared/cost/import.ts";
import { type Bearer, bearerKey, type LedgerLine, type Month, month } from "#shared/cost/ledger.ts";
import { thirteenMonths } from "#shared/cost/report/months.ts";
import type { Edition, PeriodCost, ReportInput } from "#shared/cost/report/report-input.ts";
import { type Money, sumMoney, ZERO } from "#shared/kernel/money.ts";
import { epochMillis } from "#shared/kernel/time.ts";
import { billOf } from "#test/support/cost-bill.ts";
import { BOOK, hashOf, LAST, runsOf } from "#test/support/cost-company.ts";
/** A plausible year of a data platform's bill, from a seed. Builders only: no rule of the product is here. */

/** Support, tax, credits, refunds and the warehouse by spend; commitments stay. */
export function splitBySpend(period: Month, lines: readonly LedgerLine[]): Allocation {
  const borne = [...Map.groupBy(lines, ({ bearer }) => bearerKey(bearer)).values()].map((members) => ({
    bearer: members[0]?.bearer as Bearer,
    amounts: sumAmounts(members.map(({ amounts }) => amounts)),
  }));
  const spent = new Map(borne.map(({ bearer, amounts }) => [bearerKey(bearer), amounts.effective]));
  const pools: readonly SplitRule["source"][] = [
    ...(["support", "tax", "credits", "refunds"] as const).map((pool) => ({ kind: "pool" as const, pool })),
    { kind: "shared", rule: "warehouse" },
  ];
  const rules = pools.map(
    (source): SplitRule => ({
      id: source.kind === "pool" ? source.pool : source.rule,
      hash: hashOf(bearerKey(source)),
      from: month("2025-01"),
      source,
      split: { by: "spend" },
      to: [],
    }),
  );
  return allocate(
    { period, borne, rules, meters: [], spendOf: (bearer) => spent.get(bearerKey(bearer)) ?? ZERO },
    hashOf,
  );
}

/** 13 months to October 2026; `missing` ones have no data. */
export function periodsOf(seed: number, missing: readonly string[] = []): readonly PeriodCost[] {
  const chance = seededRandom(seed);
  return thirteenMonths(LAST)
    .map((period, index) => billOf(period, index, chance))
    .map((bill) => ({ ...bill, allocation: splitBySpend(bill.period, bill.lines) }))
    .filter(({ period }) => !missing.includes(period));
}

export function importOf({ period, lines }: PeriodCost): CostImport {
  const totals = sumAmounts(lines.map(({ amounts }) => amounts));
  const rows = lines.reduce((sum, line) => sum + line.rows, 0);
  const file = hashOf(`${period} ${rows} ${totals.billed}`);
  return {
    id: `import-${file.slice(0, 12)}`,
    source: "aws-focus",
    currency: "USD",
    files: [
      {
        name: `focus/${period}/part-00000.parquet`,
        sha256: file,
        bytes: 812_221,
        format: "parquet",
        rows,
        extraColumns: [],
      },
    ],
    rows,
    totals,
    lost: { billed: 0n, effective: 0n, list: 0n, contracted: 0n },
    missing: { list: 0, contracted: 0 },
    periods: [{ period, rows, totals, ledger: { key: `ledgers/${file}`, sha256: file } }],
    takenInAt: epochMillis(Date.parse("2026-11-03T07:41:00Z")),
    catalogue: BOOK.hash,
  };
}

export const EDITION: Edition = {
  id: "finance-monthly-2026-10-v1",
  report: "finance-monthly",
  title: "Cost of the data platform, for the close",
  version: 1,
  state: "FINAL",
  because: "every row is on an invoice",
  madeAt: epochMillis(Date.parse("2026-11-03T08:00:00Z")),
};

/** The whole input of October 2026's report. */
export function inputOf(
  seed: number,
  more: Partial<ReportInput> = {},
  missing: readonly string[] = ["2026-02"],
): ReportInput {
  const periods = more.periods ?? periodsOf(seed, missing);
  const now = periods.find(({ period }) => period === LAST);
  return {
    edition: EDITION,
    month: LAST,
    currency: "USD",
    periods,
    book: BOOK,
    runs: runsOf(seed),
    imports: now === undefined ? [] : [importOf(now)],
    ...more,
  };
}

export const totalEffective = (lines: readonly LedgerLine[]): Money =>
  sumMoney(lines.map(({ amounts }) => amounts.effective));
