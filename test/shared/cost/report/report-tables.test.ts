import { describe, expect, test } from "vitest";
import { month } from "#shared/cost/ledger.ts";
import { borneIn } from "#shared/cost/report/borne.ts";
import { buildReport } from "#shared/cost/report/build-report.ts";
import type { CostReport } from "#shared/cost/report/cost-report.ts";
import { jobCosts } from "#shared/cost/report/job-costs.ts";
import type { ReportInput } from "#shared/cost/report/report-input.ts";
import { restatementOf } from "#shared/cost/report/restatement.ts";
import { exactDecimal, type Money, ZERO } from "#shared/kernel/money.ts";
import { epochMillis } from "#shared/kernel/time.ts";
import type { RunEvent, RunOutcome } from "#shared/runs/run-event.ts";
import { BOOK, same, usd } from "#test/support/cost-company.ts";
import { inputOf, periodsOf, splitBySpend } from "#test/support/cost-year.ts";

const periods = periodsOf(7, ["2026-02"]);
const reportOf = (more: Partial<ReportInput> = {}): CostReport => {
  const built = buildReport(inputOf(7, { periods, ...more }));
  if (!built.ok) throw new Error(built.error.kind);
  return built.value;
};
const exact = (money: Money | undefined) => (money === undefined ? undefined : exactDecimal(money));

describe("thirteen months", () => {
  test("a month without data is missing, never zero, and its budget still stands", () => {
    expect(reportOf().months.find((each) => each.month === "2026-02")).toEqual({
      month: "2026-02",
      data: "missing",
      budget: usd("33060"),
    });
  });

  test("a budget counts from its first month to its last", () => {
    const budgets = [
      {
        id: "b",
        for: { kind: "workload" as const, id: "tax-feeds" },
        amount: { money: usd("10"), currency: "USD" },
        period: "month" as const,
        from: month("2026-03"),
        until: month("2026-04"),
      },
    ];
    const months = reportOf({ book: { ...BOOK, budgets } }).months.filter(({ budget }) => budget !== undefined);
    expect(months.map((each) => each.month)).toEqual(["2026-03", "2026-04"]);
  });
});

describe("budgets", () => {
  const budget = (more: object) => ({
    id: "b",
    for: { kind: "team" as const, id: "orders" },
    amount: { money: usd("20000"), currency: "USD" },
    period: "quarter" as const,
    ...more,
  });
  const lineOf = (more: object) => reportOf({ book: { ...BOOK, budgets: [budget(more)] } }).budgets[0];

  test("of a quarter are held against all its months so far, those without data counted", () => {
    expect(lineOf({})).toMatchObject({ since: "2026-10", missing: 0 });
    expect(lineOf({ period: "year" })).toMatchObject({ since: "2026-01", missing: 1 });
  });

  test("of an account are its own bill rows, before any split", () => {
    const { spent } = lineOf({ for: { kind: "account", id: "data-prod" }, period: "month" }) ?? {};
    const own = periods.at(-1)?.lines.filter(({ subAccount }) => subAccount === "111122223333") ?? [];
    expect(spent).toBe(own.reduce((sum, { amounts }) => (sum + amounts.effective) as Money, ZERO));
  });

  test("that cannot be compared say so by having nothing spent", () => {
    expect(lineOf({ for: { kind: "dataset", id: "sales.orders" } })).not.toHaveProperty("spent");
    expect(lineOf({ amount: { money: usd("5"), currency: "EUR" } })).toMatchObject({ currency: "EUR" });
    expect(lineOf({ amount: { money: usd("5"), currency: "EUR" } })).not.toHaveProperty("delta");
  });

  test("of a workload in another currency are no budget of its row, and stand apart", () => {
    const euros = {
      ...BOOK,
      budgets: [
        budget({
          for: { kind: "workload", id: "tax-feeds" },
          period: "month",
          amount: { money: usd("5"), currency: "EUR" },
        }),
      ],
    };
    const report = reportOf({ book: euros });
    expect(report.workloads.total.budget).toBeUndefined();
    expect(report.budgets).toHaveLength(1);
  });
});

describe("why it moved", () => {
  test("a workload that began or ended has its own step, and its part of the pools another", () => {
    const steps = Object.fromEntries(reportOf().movement?.steps.map(({ name, amount }) => [name, amount]) ?? []);
    expect(steps["New workloads"]).toBe(
      reportOf()
        .workloads.teams.flatMap(({ rows }) => rows)
        .find(({ key }) => key === "workload:orders-replay")?.direct,
    );
    expect((steps["Workloads that ended"] ?? 0n) < 0n).toBe(true);
  });

  test("the largest mover comes first, with the service behind it", () => {
    const [first] = reportOf().movers?.top ?? [];
    expect(first).toMatchObject({ key: "workload:web-clickstream", kind: "moved" });
    expect(first?.causes[0]?.name).toBe("Amazon EMR");
  });
});

describe("jobs", () => {
  const start = Date.parse("2026-10-05T00:00:00Z");
  const run = (job: string, minutes: number, outcome: RunOutcome = "succeeded"): RunEvent => ({
    workload: "etl",
    job,
    runId: `${job}-${minutes}-${outcome}`,
    startedAt: epochMillis(start),
    endedAt: epochMillis(start + minutes * 60_000),
    outcome,
  });
  const etl = { kind: "workload" as const, workload: "etl" };
  const line = {
    provider: "AWS",
    service: "AWS Glue",
    subAccount: "1",
    category: "Usage" as const,
    correction: false,
    day: "2026-10-05" as never,
    period: month("2026-10"),
    bearer: etl,
    rule: "tag",
    amounts: same(usd("100")),
    rows: 1,
  };
  const cost = {
    period: month("2026-10"),
    lines: [line],
    resources: [],
    allocation: splitBySpend(month("2026-10"), [line]),
  };
  const jobs = (runs: readonly RunEvent[], named: readonly (readonly [string, string])[] = []) =>
    jobCosts(
      {
        resources: named.map(([job, amount]) => ({
          period: month("2026-10"),
          bearer: etl,
          service: "AWS Glue",
          job,
          amounts: same(usd(amount)),
          rows: 1,
        })),
      },
      { borne: borneIn(cost), runs },
    );

  test("share their workload by how long they ran, and failed runs have their part", () => {
    const { top, failedCost } = jobs([run("a", 30), run("a", 30, "failed"), run("b", 40, "timed-out")]);
    expect(top.map(({ job, cost: c, failedCost: f, perRun }) => [job, exact(c), exact(f), exact(perRun)])).toEqual([
      ["a", "60", "30", "30"],
      ["b", "40", "40", "40"],
    ]);
    expect(exact(failedCost)).toBe("70");
  });

  test("have what the bill names for them, and share only the rest", () => {
    expect(jobs([run("a", 10), run("b", 30)], [["a", "60"]]).top.map(({ job, cost: c }) => [job, exact(c)])).toEqual([
      ["a", "70"],
      ["b", "30"],
    ]);
  });

  test("of no length share evenly, and clocks that disagree make no negative cost", () => {
    expect(jobs([run("a", 0), run("b", -5)]).top.map(({ cost: c }) => exact(c))).toEqual(["50", "50"]);
  });

  test("that reported no run leave their workload's spend in sight", () => {
    expect(exact(jobs([]).withoutRuns)).toBe("100");
  });
});

describe("a restatement", () => {
  const lines = periods.at(-1)?.lines ?? [];
  const against = (now: typeof lines) => restatementOf({ version: 1, lines }, now);
  const first = lines[0];
  if (first === undefined) throw new Error("no lines");

  test("of the same lines has no cause", () => {
    expect(against(lines)).toMatchObject({ causes: [], billed: ZERO, effective: ZERO });
  });

  test.each([
    {
      cause: "withdrawn rows",
      now: () => lines.filter(({ category }) => category !== "Tax"),
      because: "the tax line is gone",
    },
    {
      cause: "new rows",
      now: () => [...lines, { ...first, service: "Amazon Neptune" }],
      because: "a service came late",
    },
    {
      cause: "changed rows",
      now: () => [{ ...first, amounts: same(usd("1")) }, ...lines.slice(1)],
      because: "the provider changed an amount",
    },
    {
      cause: "corrections",
      now: () => [...lines, { ...first, correction: true }],
      because: "the row says that it corrects",
    },
    {
      cause: "credits and refunds",
      now: () => [...lines, { ...first, category: "Credit" as const }],
      because: "a credit came",
    },
  ])("by $cause: $because", ({ cause, now }) => {
    const found = against(now());
    expect(found.causes.map((each) => each.cause)).toEqual([cause]);
    expect(found.causes[0]?.billed).toBe(found.billed);
  });

  test("by another owner moves money between bearers and changes no total", () => {
    const moved = lines.map((line, index) =>
      index === 0 ? { ...line, bearer: { kind: "workload" as const, workload: "feature-store" } } : line,
    );
    const { causes, billed, effective } = against(moved);
    expect([billed, effective]).toEqual([ZERO, ZERO]);
    expect(causes).toHaveLength(1);
    expect(causes[0]).toMatchObject({ cause: "moved to another owner", billed: ZERO, effective: ZERO });
    expect(causes[0]?.bearers.map(({ effective: each }) => exact(each)).toSorted()).toEqual(
      [exact(first.amounts.effective), `-${exact(first.amounts.effective)}`].toSorted(),
    );
  });
});
