import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type Bearer, day, type LedgerLine, month } from "#shared/cost/ledger.ts";
import { buildReport } from "#shared/cost/report/build-report.ts";
import type { CostReport, RowSums } from "#shared/cost/report/cost-report.ts";
import type { PeriodCost } from "#shared/cost/report/report-input.ts";
import { addMoney, attos, type Money, subtractMoney, sumMoney, ZERO } from "#shared/kernel/money.ts";
import { epochMillis } from "#shared/kernel/time.ts";
import type { RunEvent } from "#shared/runs/run-event.ts";
import { LAST } from "#test/support/cost-company.ts";
import { importOf, inputOf, splitBySpend, totalEffective } from "#test/support/cost-year.ts";

const amount = fc.bigInt({ min: -(10n ** 22n), max: 10n ** 23n }).map(attos);
const known = ["orders-etl", "ledger-close", "tax-feeds", "churn-model", "gone-from-the-catalogue"];

const bearer: fc.Arbitrary<Bearer> = fc.oneof(
  fc.constantFrom(...known).map((workload): Bearer => ({ kind: "workload", workload })),
  fc
    .constantFrom("support" as const, "tax" as const, "credits" as const, "commitments-unused" as const)
    .map((pool): Bearer => ({ kind: "pool", pool })),
  fc.constant<Bearer>({ kind: "shared", rule: "warehouse" }),
  fc.constant<Bearer>({ kind: "unallocated", because: { kind: "no-selector" } }),
  fc.constant<Bearer>({ kind: "unallocated", because: { kind: "tie", between: ["a", "b"] } }),
);

const lineIn = (period: string): fc.Arbitrary<LedgerLine> =>
  fc
    .record({
      bearer,
      billed: amount,
      effective: amount,
      service: fc.constantFrom("AWS Glue", "Amazon S3", "Amazon EMR", "Tax", "Other"),
      category: fc.constantFrom("Usage" as const, "Credit" as const, "Tax" as const, "Purchase" as const),
      invoice: fc.constantFrom("A-1", "A-2", undefined),
      on: fc.integer({ min: 1, max: 28 }),
      rows: fc.integer({ min: 1, max: 99 }),
    })
    .map(({ bearer: who, billed, effective, invoice, on, ...rest }) => ({
      provider: "AWS",
      subAccount: "111122223333",
      correction: false,
      rule: "a rule",
      ...rest,
      ...(invoice === undefined ? {} : { invoice }),
      day: day(`${period}-${String(on).padStart(2, "0")}`),
      period: month(period),
      bearer: who,
      amounts: { billed, effective, list: billed, contracted: effective },
    }));

const periodOf = (period: string): fc.Arbitrary<PeriodCost> =>
  fc.array(lineIn(period), { minLength: 1, maxLength: 25 }).map((lines) => ({
    period: month(period),
    lines,
    resources: lines.map(({ bearer: who, service, amounts, rows }, index) => ({
      period: month(period),
      bearer: who,
      service,
      ...(index % 3 === 0 ? {} : { resource: `r-${index % 5}` }),
      ...(index % 4 === 0 ? { job: `job-${index % 2}` } : {}),
      amounts,
      rows,
    })),
    allocation: splitBySpend(month(period), lines),
  }));

const runs: fc.Arbitrary<readonly RunEvent[]> = fc.array(
  fc
    .record({
      workload: fc.constantFrom(...known),
      job: fc.constantFrom("job-0", "job-1", "job-2"),
      start: fc.integer({ min: 0, max: 2_000_000_000 }),
      length: fc.integer({ min: -5, max: 90_000_000 }),
      outcome: fc.constantFrom("succeeded" as const, "failed" as const),
    })
    .map(({ workload, job, start, length, outcome }) => ({
      workload,
      job,
      runId: `${start}`,
      startedAt: epochMillis(start),
      endedAt: epochMillis(start + length),
      outcome,
    })),
  { maxLength: 12 },
);

const reports: fc.Arbitrary<{ report: CostReport; now: PeriodCost; before: PeriodCost | undefined }> = fc
  .record({ now: periodOf("2026-10"), before: fc.option(periodOf("2026-09"), { nil: undefined }), runs })
  .map(({ now, before, runs: ended }) => {
    const periods = before === undefined ? [now] : [before, now];
    const built = buildReport(inputOf(1, { periods, runs: ended, imports: [importOf(now)] }));
    if (!built.ok) throw new Error(built.error.kind);
    return { report: built.value, now, before };
  });

const holds = (
  check: (made: { report: CostReport; now: PeriodCost; before: PeriodCost | undefined }) => void,
): void => {
  void fc.assert(fc.property(reports, check), { numRuns: 30 });
};

const sum = (amounts: Iterable<Money | undefined>): Money => sumMoney([...amounts].map((each) => each ?? ZERO));

test("what is billed is what workloads, pools and unallocated have, in total and on every invoice", () => {
  holds(({ report: { tie } }) => {
    expect(sum([tie.workloads, tie.pools, tie.unallocated])).toBe(tie.billed);
    expect(sum(tie.invoices.map(({ billed }) => billed))).toBe(tie.billed);
    for (const each of tie.invoices) expect(sum([each.workloads, each.pools, each.unallocated])).toBe(each.billed);
    expect(tie.tied).toBe(true);
  });
});

test("the bridge from billed to effective adds up across and down", () => {
  holds(({ report: { tie } }) => {
    for (const each of tie.basis) expect(addMoney(each.billed, each.difference)).toBe(each.effective);
    expect(sum(tie.basis.map(({ effective }) => effective))).toBe(tie.effective);
  });
});

test("every column of the workload table adds up to its subtotals and its total, and its actual to the effective cost", () => {
  holds(({ report: { workloads, tie } }) => {
    const columns = ["direct", "shared", "actual", "budget", "delta", "previous", "change"] as const;
    const totals = (rows: readonly RowSums[], column: (typeof columns)[number]) => sum(rows.map((row) => row[column]));
    for (const column of columns) {
      const { teams, rest, total } = workloads;
      for (const { rows, subtotal } of teams) expect(totals(rows, column)).toBe(subtotal[column] ?? ZERO);
      expect(totals([...teams.map(({ subtotal }) => subtotal), ...rest], column)).toBe(total[column] ?? ZERO);
    }
    expect(workloads.total.actual).toBe(tie.effective);
  });
});

test("every row of the workload table adds up across: own and shared are actual, less budget, less last month", () => {
  holds(({ report: { workloads } }) => {
    for (const row of [...workloads.teams.flatMap(({ rows }) => rows), ...workloads.rest]) {
      expect(addMoney(row.direct, row.shared)).toBe(row.actual);
      expect(row.budget && subtractMoney(row.actual, row.budget)).toBe(row.delta);
      expect(row.previous === undefined ? undefined : subtractMoney(row.actual, row.previous)).toBe(row.change);
    }
  });
});

test("the steps of the movement and the movers each add up to the change from last month, and causes to their mover", () => {
  holds(({ report: { movement, movers, tie }, before }) => {
    if (before === undefined) {
      expect(movement).toBeUndefined();
      return;
    }
    const change = subtractMoney(tie.effective, totalEffective(before.lines));
    expect(sum(movement?.steps.map(({ amount: step }) => step) ?? [])).toBe(change);
    expect(movers?.total).toBe(change);
    expect(sum([...(movers?.top.map(({ delta }) => delta) ?? []), movers?.others.delta])).toBe(change);
    for (const mover of movers?.top ?? []) {
      expect(sum(mover.causes.map(({ amount: cause }) => cause))).toBe(mover.delta);
      expect(subtractMoney(mover.current, mover.previous)).toBe(mover.delta);
    }
  });
});

test("jobs and what has no runs are together the workloads' own lines", () => {
  holds(({ report: { jobs }, now }) => {
    const own = totalEffective(now.lines.filter((line) => line.bearer.kind === "workload"));
    expect(sum([jobs.cost, jobs.withoutRuns])).toBe(own);
    expect(sum([...jobs.top.map(({ cost }) => cost), jobs.others.cost])).toBe(jobs.cost);
    expect(sum([...jobs.top.map(({ failedCost }) => failedCost), jobs.others.failedCost])).toBe(jobs.failedCost);
  });
});

test("unallocated items are together what the table says nobody bears", () => {
  holds(({ report: { unallocated, workloads } }) => {
    const row = workloads.rest.find(({ key }) => key === "unallocated");
    expect(unallocated.total).toBe(row?.actual ?? ZERO);
    expect(sum([...unallocated.items.map((item) => item.amount), unallocated.others.amount])).toBe(unallocated.total);
  });
});

test("every pool's row of the matrix gives out what it took in", () => {
  holds(({ report: { matrix, proof } }) => {
    for (const line of matrix) {
      expect(line.out).toBe(line.in);
      expect(sum(line.cells.map((cell) => cell.amount))).toBe(line.in);
    }
    expect(proof.in).toBe(proof.out);
  });
});

test("rules of attribution add up to the effective cost, and months without data are missing", () => {
  holds(({ report: { quality, tie, months }, before }) => {
    expect(sum(quality.byRule.map(({ effective }) => effective))).toBe(tie.effective);
    expect(months).toHaveLength(13);
    const present = months.filter(({ data }) => data === "present").map((each) => each.month);
    expect(present).toEqual(before === undefined ? [LAST] : [month("2026-09"), LAST]);
  });
});
