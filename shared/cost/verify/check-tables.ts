import type { BearerRow, CostReport, RowSums } from "#shared/cost/report/cost-report.ts";
import { sumsOf } from "#shared/cost/report/workload-table.ts";
import { expectMoney, type Notes } from "#shared/cost/verify/verify-finding.ts";
import { type Money, subtractMoney, sumMoney } from "#shared/kernel/money.ts";

const FILE = "report.json";

/** Every table of the report against its own rows: nothing but the file is needed. */
export function checkTables(report: CostReport, to: Notes): void {
  checkTie(report, to);
  checkWorkloads(report, to);
  checkMovement(report, to);
  checkRest(report, to);
}

type Sum = readonly [found: Money | undefined, ...parts: readonly (Money | undefined)[]];

const check = (to: Notes, figure: string, [found, ...parts]: Sum): void =>
  expectMoney(to, { file: FILE, figure }, [found, sumMoney(parts.filter((part) => part !== undefined))]);

function checkTie({ tie }: CostReport, to: Notes): void {
  check(to, "tie/billed", [tie.billed, tie.workloads, tie.pools, tie.unallocated]);
  check(to, "tie/imported", [tie.imported, tie.billed, ...tie.differences.map(({ amount }) => amount)]);
  for (const part of ["billed", "workloads", "pools", "unallocated"] as const) {
    check(to, `tie/${part}`, [tie[part], ...tie.invoices.map((line) => line[part])]);
  }
  for (const line of tie.invoices) {
    check(to, `invoices/${line.invoice ?? ""}/billed`, [line.billed, line.workloads, line.pools, line.unallocated]);
  }
  for (const line of tie.basis) check(to, `basis/${line.category}`, [line.effective, line.billed, line.difference]);
  check(to, "basis/billed", [tie.billed, ...tie.basis.map(({ billed }) => billed)]);
  check(to, "basis/effective", [tie.effective, ...tie.basis.map(({ effective }) => effective)]);
}

function checkWorkloads({ workloads, tie }: CostReport, to: Notes): void {
  const { teams, rest, total } = workloads;
  for (const { rows } of teams) for (const row of rows) checkRow(row, to);
  for (const row of rest) checkRow(row, to);
  for (const { team, rows, subtotal } of teams) checkSums(to, `teams/${team}`, { found: subtotal, rows });
  checkSums(to, "workloads", { found: total, rows: [...teams.flatMap(({ rows }) => rows), ...rest] });
  check(to, "workloads/actual", [total.actual, tie.effective]);
}

function checkRow({ key, direct, shared, actual, budget, delta, previous, change }: BearerRow, to: Notes): void {
  check(to, `workloads/${key}/actual`, [actual, direct, shared]);
  if (delta !== undefined || budget !== undefined) check(to, `workloads/${key}/actual`, [actual, budget, delta]);
  if (change !== undefined || previous !== undefined) check(to, `workloads/${key}/actual`, [actual, previous, change]);
}

function checkSums(to: Notes, at: string, { found, rows }: { found: RowSums; rows: readonly RowSums[] }): void {
  const sums = sumsOf(rows);
  for (const column of ["direct", "shared", "actual", "budget", "delta", "previous", "change"] as const) {
    expectMoney(to, { file: FILE, figure: `${at}/${column}` }, [found[column], sums[column]]);
  }
}

function checkMovement({ movement, movers, tie }: CostReport, to: Notes): void {
  if (movement !== undefined) {
    check(to, "movement/current", [movement.current, movement.previous, ...movement.steps.map(({ amount }) => amount)]);
    check(to, "movement/current", [movement.current, tie.effective]);
  }
  if (movers === undefined) return;
  for (const { key, previous, current, delta, causes } of movers.top) {
    check(to, `movers/${key}/current`, [current, previous, delta]);
    check(to, `movers/${key}/delta`, [delta, ...causes.map(({ amount }) => amount)]);
  }
  check(to, "movers/total", [movers.total, movers.others.delta, ...movers.top.map(({ delta }) => delta)]);
  check(to, "movers/total", [movement && subtractMoney(movement.current, movement.previous), movers.total]);
}

function checkRest(report: CostReport, to: Notes): void {
  const { jobs, unallocated, matrix, budgets, quality, tie } = report;
  check(to, "jobs/cost", [jobs.cost, jobs.others.cost, ...jobs.top.map(({ cost }) => cost)]);
  check(to, "jobs/failed-cost", [jobs.failedCost, jobs.others.failedCost, ...jobs.top.map((job) => job.failedCost)]);
  const items = unallocated.items.map(({ amount }) => amount);
  check(to, "unallocated/total", [unallocated.total, unallocated.others.amount, ...items]);
  for (const line of matrix) {
    check(to, `matrix/${line.from}/out`, [line.out, ...line.cells.map(({ amount }) => amount)]);
    check(to, `matrix/${line.from}/in`, [line.in, line.out]);
  }
  for (const { id, amount, spent, delta } of budgets) {
    if (spent !== undefined) check(to, `budgets/${id}/spent`, [spent, amount, delta]);
  }
  check(to, "by-rule", [tie.effective, ...quality.byRule.map(({ effective }) => effective)]);
  checkRestatement(report, to);
  checkNumbers(report, to);
}

function checkRestatement({ restatement, tie }: CostReport, to: Notes): void {
  if (restatement === undefined) return;
  const { against, causes, billed, effective } = restatement;
  check(to, "restatement/billed", [billed, ...causes.map((cause) => cause.billed)]);
  check(to, "restatement/effective", [effective, ...causes.map((cause) => cause.effective)]);
  check(to, "tie/billed", [tie.billed, against.billed, billed]);
  check(to, "tie/effective", [tie.effective, against.effective, effective]);
  for (const { cause, effective: total, bearers } of causes) {
    check(to, `restatement/${cause}`, [total, ...bearers.map((bearer) => bearer.effective)]);
  }
}

function checkNumbers({ numbers, tie, workloads, unallocated }: CostReport, to: Notes): void {
  const expected = {
    billed: tie.billed,
    effective: tie.effective,
    "against-budget": workloads.total.delta,
    "against-last-month": workloads.total.change,
    unallocated: unallocated.total,
  };
  for (const { id, amount } of numbers) {
    expectMoney(to, { file: FILE, figure: `numbers/${id}` }, [amount, expected[id]]);
  }
}
