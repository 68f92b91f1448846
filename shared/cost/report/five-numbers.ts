import type { LedgerLine } from "#shared/cost/ledger.ts";
import { partOf } from "#shared/cost/report/borne.ts";
import type { Figure, TieOut, Unallocated, WorkloadTable } from "#shared/cost/report/cost-report.ts";
import { rowsOf } from "#shared/cost/report/quality.ts";
import type { PeriodCost } from "#shared/cost/report/report-input.ts";

type Parts = {
  readonly now: PeriodCost;
  readonly tie: TieOut;
  readonly workloads: WorkloadTable;
  readonly unallocated: Unallocated;
};

/** The five numbers at the top, each with the count of bill rows behind it and how it is made from them. */
export function fiveNumbers({ now, tie, workloads, unallocated }: Parts): readonly Figure[] {
  const { lines } = now;
  const rows = rowsOf(lines);
  const budgeted = new Set(
    workloads.teams.flatMap((team) => team.rows.filter(({ budget }) => budget !== undefined).map(({ key }) => key)),
  );
  const { delta, change } = workloads.total;
  return [
    { id: "billed", amount: tie.billed, rows, formula: "Sum of BilledCost of every row in the billing period" },
    {
      id: "effective",
      amount: tie.effective,
      rows,
      formula: "Sum of EffectiveCost of every row in the billing period",
    },
    {
      id: "against-budget",
      ...(delta === undefined ? {} : { amount: delta }),
      rows: rowsOf(lines.filter(hasBudget(budgeted))),
      formula: "Effective cost of the workloads with a budget, with their part of the pools, less their budgets",
    },
    {
      id: "against-last-month",
      ...(change === undefined ? {} : { amount: change }),
      rows,
      formula: "Effective cost of this month less that of the month before",
    },
    {
      id: "unallocated",
      amount: unallocated.total,
      rows: rowsOf(lines.filter((line) => partOf(line) === "unallocated")),
      formula: "Effective cost that no workload bears, after the pools are split",
    },
  ];
}

const hasBudget =
  (keys: ReadonlySet<string>) =>
  ({ bearer }: LedgerLine): boolean =>
    bearer.kind === "workload" && keys.has(`workload:${bearer.workload}`);
