import type { Month } from "#shared/cost/ledger.ts";
import { type Borne, byText, groupBy, titleOf, totalOf } from "#shared/cost/report/borne.ts";
import { budgetsInForce } from "#shared/cost/report/budget-lines.ts";
import type { BearerRow, RowSums, TeamRows, WorkloadTable } from "#shared/cost/report/cost-report.ts";
import type { ReportBook } from "#shared/cost/report/report-input.ts";
import { type Money, subtractMoney, sumMoney, ZERO } from "#shared/kernel/money.ts";

type Bearers = ReadonlyMap<string, Borne>;

/**
 * Budget, actual and change per workload, by team, with what no workload bears beneath.
 *
 * Every column adds up to its subtotals and total exactly. A workload without a budget has no `delta`,
 * so it is in the sum of `actual` and not in that of `delta`. `before` is absent when last month has
 * no data: then nothing has changed by anything, rather than by everything.
 */
export function workloadTable(
  month: Month,
  { now, before, book, currency }: { now: Bearers; before?: Bearers; book: ReportBook; currency: string },
): WorkloadTable {
  const budgets = budgetsInForce(book.budgets, { kind: "workload", month, currency });
  const keys = new Set([
    ...now.keys(),
    ...(before?.keys() ?? []),
    ...[...budgets.keys()].map((id) => `workload:${id}`),
  ]);
  const placed = [...keys].map((key) => {
    const bearer = (now.get(key) ?? before?.get(key))?.bearer ?? { kind: "workload", workload: key.slice(9) };
    const borne = now.get(key) ?? { key, bearer, direct: ZERO, shared: ZERO };
    const budget = bearer.kind === "workload" ? budgets.get(bearer.workload) : undefined;
    return { team: teamOf(borne, book), row: rowOf(borne, { before, book, budget }) };
  });
  const teams = [...groupBy(placed, ({ team }) => team)]
    .flatMap(([team, members]) =>
      team === undefined ? [] : [teamRows(team, { rows: members.map(({ row }) => row), book })],
    )
    .toSorted((left, right) => byText(left.team, right.team));
  const rest = placed.flatMap(({ team, row }) => (team === undefined && !isEmpty(row) ? [row] : [])).toSorted(byKey);
  return { teams, rest, total: sumsOf([...teams.flatMap(({ rows }) => rows), ...rest]) };
}

/** A pool that was split whole, in both months: it stands in the matrix, and adds nothing here. */
const isEmpty = ({ direct, shared, previous = ZERO }: BearerRow): boolean =>
  direct === ZERO && shared === ZERO && previous === ZERO;

const byKey = (left: BearerRow, right: BearerRow) => byText(left.key, right.key);

/** A workload that the catalogue no longer has keeps its spend in sight, under a name that says so. */
const NO_TEAM = "(not in the catalogue)";

function teamOf({ bearer }: Borne, book: ReportBook): string | undefined {
  if (bearer.kind === "team") return bearer.team;
  return bearer.kind === "workload" ? (book.workloads.get(bearer.workload)?.team ?? NO_TEAM) : undefined;
}

function teamRows(team: string, { rows, book }: { rows: readonly BearerRow[]; book: ReportBook }): TeamRows {
  const sorted = rows.toSorted(byKey);
  return { team, title: book.teams.get(team)?.title ?? team, rows: sorted, subtotal: sumsOf(sorted) };
}

type RowContext = {
  readonly before: Bearers | undefined;
  readonly book: ReportBook;
  readonly budget: Money | undefined;
};

function rowOf(borne: Borne, { before, book, budget }: RowContext): BearerRow {
  const { key, bearer, direct, shared } = borne;
  const actual = totalOf(borne);
  const costCenter = bearer.kind === "workload" ? book.workloads.get(bearer.workload)?.costCenter : undefined;
  const earlier = before?.get(key);
  const previous = earlier === undefined ? ZERO : totalOf(earlier);
  return {
    key,
    title: titleOf(bearer, book),
    ...(costCenter === undefined ? {} : { costCenter }),
    direct,
    shared,
    actual,
    ...(budget === undefined ? {} : { budget, delta: subtractMoney(actual, budget) }),
    ...(before === undefined ? {} : { previous, change: subtractMoney(actual, previous) }),
  };
}

const COLUMNS = ["direct", "shared", "actual", "budget", "delta", "previous", "change"] as const;

/** Column by column; a column that no row has is absent, not zero. */
export function sumsOf(rows: readonly RowSums[]): RowSums {
  const sums = COLUMNS.map((column) => {
    const amounts = rows.map((row) => row[column]).filter((amount) => amount !== undefined);
    return [column, amounts.length === 0 ? undefined : sumMoney(amounts)] as const;
  });
  const present = Object.fromEntries(sums.filter(([, sum]) => sum !== undefined)) as Partial<RowSums>;
  return { direct: ZERO, shared: ZERO, actual: ZERO, ...present };
}
