import * as z from "zod";
import { Evidence } from "#shared/contracts/stored/cost-report-evidence.ts";
import { Count, ExactMoney, Hash, Named, ReportMonth } from "#shared/contracts/stored/cost-report-field.ts";
import { type CostReport, REPORT_STATES } from "#shared/cost/report/cost-report.ts";

const Figure = z
  .strictObject({
    id: z.enum(["billed", "effective", "against-budget", "against-last-month", "unallocated"]),
    amount: z.exactOptional(ExactMoney),
    currency: z.string(),
    rows: z.strictObject({ href: z.string(), count: Count }),
    formula: z.string(),
  })
  .transform(({ rows, currency: _, ...figure }) => ({ ...figure, rows: rows.count }));

const parts = { billed: ExactMoney, workloads: ExactMoney, pools: ExactMoney, unallocated: ExactMoney };

const Tie = z.strictObject({
  imported: ExactMoney,
  ...parts,
  effective: ExactMoney,
  differences: z.array(Named),
  roundingLost: z.string().regex(/^-?\d{1,40}(\.\d{1,36})?$/),
  tied: z.boolean(),
  invoices: z.array(z.strictObject({ invoice: z.exactOptional(z.string()), ...parts })),
  basis: z.array(
    z.strictObject({ category: z.string(), billed: ExactMoney, difference: ExactMoney, effective: ExactMoney }),
  ),
});

const Month = z.discriminatedUnion("data", [
  z.strictObject({ month: ReportMonth, data: z.literal("missing"), budget: z.exactOptional(ExactMoney) }),
  z.strictObject({
    month: ReportMonth,
    data: z.literal("present"),
    billed: ExactMoney,
    effective: ExactMoney,
    budgeted: ExactMoney,
    budget: z.exactOptional(ExactMoney),
  }),
]);

const sums = {
  direct: ExactMoney,
  shared: ExactMoney,
  actual: ExactMoney,
  budget: z.exactOptional(ExactMoney),
  delta: z.exactOptional(ExactMoney),
  previous: z.exactOptional(ExactMoney),
  change: z.exactOptional(ExactMoney),
};

const Row = z.strictObject({ key: z.string(), title: z.string(), costCenter: z.exactOptional(z.string()), ...sums });

const Workloads = z.strictObject({
  teams: z.array(
    z.strictObject({ team: z.string(), title: z.string(), rows: z.array(Row), subtotal: z.strictObject(sums) }),
  ),
  rest: z.array(Row),
  total: z.strictObject(sums),
});

const Budget = z.strictObject({
  id: z.string(),
  for: z.string(),
  period: z.enum(["month", "quarter", "year"]),
  since: ReportMonth,
  missing: Count,
  currency: z.exactOptional(z.string()),
  amount: ExactMoney,
  spent: z.exactOptional(ExactMoney),
  delta: z.exactOptional(ExactMoney),
});

const Movement = z.strictObject({ previous: ExactMoney, steps: z.array(Named), current: ExactMoney });

const Movers = z.strictObject({
  top: z.array(
    z.strictObject({
      key: z.string(),
      title: z.string(),
      kind: z.enum(["new", "ended", "moved"]),
      previous: ExactMoney,
      current: ExactMoney,
      delta: ExactMoney,
      causes: z.array(Named),
    }),
  ),
  others: z.strictObject({ count: Count, delta: ExactMoney }),
  total: ExactMoney,
});

const costs = { cost: ExactMoney, failedCost: ExactMoney };

const Jobs = z.strictObject({
  top: z.array(
    z.strictObject({
      workload: z.string(),
      job: z.string(),
      runs: Count,
      failed: Count,
      seconds: Count,
      ...costs,
      perRun: ExactMoney,
    }),
  ),
  others: z.strictObject({ count: Count, runs: Count, ...costs }),
  ...costs,
  withoutRuns: ExactMoney,
});

/** `report.json`, format 1: the same report, its amounts as exact decimals. */
export const CostReportDocument: z.ZodType<CostReport> = z.strictObject({
  format: z.literal(1),
  id: z.string().min(1),
  report: z.string().min(1),
  title: z.string(),
  company: z.string(),
  month: ReportMonth,
  currency: z.string().min(1),
  version: z.int().positive(),
  state: z.enum(REPORT_STATES),
  because: z.string(),
  madeAt: z.iso.datetime(),
  catalogue: Hash,
  tie: Tie,
  numbers: z.array(Figure).length(5),
  months: z.array(Month).length(13),
  workloads: Workloads,
  budgets: z.array(Budget),
  movement: z.exactOptional(Movement),
  movers: z.exactOptional(Movers),
  jobs: Jobs,
  ...Evidence,
});
