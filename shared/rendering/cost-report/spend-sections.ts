import type { BearerRow, BudgetLine, CostReport, RowSums } from "#shared/cost/report/cost-report.ts";
import { subtractMoney, ZERO } from "#shared/kernel/money.ts";
import { moneyText, sizedText } from "#shared/rendering/amounts.ts";
import { monthWords } from "#shared/rendering/calendar-words.ts";
import { bar, rangeOf } from "#shared/rendering/cost-report/bars.ts";
import { monthsText, workloadsText } from "#shared/rendering/cost-report/findings.ts";
import { monthChart } from "#shared/rendering/cost-report/month-chart.ts";
import {
  amount,
  counted,
  type Pen,
  section,
  small,
  type TableRow,
  table,
} from "#shared/rendering/cost-report/page-parts.ts";
import { type Markup, markup, type Part } from "#shared/rendering/markup.ts";

/** Thirteen months against budget, with the table behind the picture. */
export function monthsSection({ months, currency }: CostReport, pen: Pen): Markup {
  const finding = monthsText(months, currency);
  const rows = months.map((month): TableRow => {
    const at = `months/${month.month}`;
    if (month.data === "missing") {
      return { cells: [monthWords(month.month), "no data", "", "", pen.whole(`${at}/budget`, month.budget), ""] };
    }
    const delta = month.budget === undefined ? undefined : subtractMoney(month.budgeted, month.budget);
    return {
      cells: [
        monthWords(month.month),
        pen.whole(`${at}/billed`, month.billed),
        pen.whole(`${at}/effective`, month.effective),
        pen.whole(`${at}/budgeted`, month.budgeted),
        pen.whole(`${at}/budget`, month.budget),
        pen.delta(`${at}/delta`, delta),
      ],
    };
  });
  const columns = [
    { head: "Month" },
    { head: "Billed", number: true, wide: true },
    { head: "Effective", number: true },
    { head: "With a budget", number: true, wide: true },
    { head: "Budget", number: true },
    { head: "Over or under", number: true },
  ] as const;
  return section(
    { id: "months", title: "Thirteen months against budget", finding },
    monthChart(months, { currency, finding }),
    markup`<details><summary>The months as a table</summary>${table(columns, rows, `Cost by month, ${currency}`)}</details>`,
  );
}

const WORKLOAD_COLUMNS = [
  { head: "Workload" },
  { head: "Own", number: true, wide: true },
  { head: "Shared", number: true, wide: true },
  { head: "Actual", number: true },
  { head: "Budget", number: true, wide: true },
  { head: "Over or under", number: true },
  { head: "Against last month", number: true, wide: true },
] as const;

/** Budget, actual and change per workload, by team. */
export function workloadsSection(report: CostReport, pen: Pen): Markup {
  const { teams, rest, total } = report.workloads;
  const cells = (title: Part, at: string, row: RowSums): readonly Part[] => [
    title,
    pen.whole(`${at}/direct`, row.direct),
    pen.whole(`${at}/shared`, row.shared),
    pen.whole(`${at}/actual`, row.actual),
    pen.whole(`${at}/budget`, row.budget),
    pen.delta(`${at}/delta`, row.delta),
    pen.delta(`${at}/change`, row.change),
  ];
  const line = (row: BearerRow): TableRow => ({ kind: "of", cells: cells(nameOf(row), `workloads/${row.key}`, row) });
  const rows: readonly TableRow[] = [
    ...teams.flatMap(({ team, title, rows: members, subtotal }): readonly TableRow[] => [
      { kind: "team", cells: cells(title, `teams/${team}`, subtotal) },
      ...members.map(line),
    ]),
    ...(rest.length === 0 ? [] : [{ kind: "team" as const, cells: ["Not charged to a team", "", "", "", "", "", ""] }]),
    ...rest.map(line),
    { kind: "total", cells: cells("Total, effective", "workloads", total) },
  ];
  return section(
    { id: "workloads", title: "Workloads", finding: workloadsText(report) },
    table(WORKLOAD_COLUMNS, rows, `Effective cost by workload, with its part of the shared pools, ${report.currency}`),
    markup`<p class="aside">A dash is no budget: such a workload is in the sum of Actual and not in that of Over or under.</p>`,
    budgetsTable(report.budgets, pen),
  );
}

const nameOf = ({ title, costCenter, delta, budget }: BearerRow): Part => [
  title,
  delta !== undefined && delta > 0n && budget !== undefined ? markup` <span class="flag">▲ over</span>` : undefined,
  costCenter === undefined ? undefined : markup` <i>${costCenter}</i>`,
];

const BUDGET_COLUMNS = [
  { head: "Budget" },
  { head: "Since", wide: true },
  { head: "Spent", number: true },
  { head: "Budget", number: true },
  { head: "", bar: true, wide: true },
  { head: "Over or left", number: true },
] as const;

const LEFT = { over: "over", under: "left", same: "none left" } as const;

/** Budgets of teams and accounts, which overlap with those of workloads: never added up. */
function budgetsTable(budgets: readonly BudgetLine[], pen: Pen): Markup | undefined {
  if (budgets.length === 0) return undefined;
  const rows = budgets.map((line) => budgetRow(line, pen));
  return table(
    BUDGET_COLUMNS,
    rows,
    `Budgets of teams, accounts and longer periods; they overlap and are not added up, ${pen.currency}`,
  );
}

function budgetRow({ id, amount: size, spent, delta, ...line }: BudgetLine, pen: Pen): TableRow {
  const { low, high } = rangeOf([size, spent ?? ZERO]);
  const gap = line.missing === 0 ? undefined : small(`${counted(line.missing, "month")} without data`);
  const text = delta === undefined ? "" : sizedText(delta, { currency: pen.currency, digits: 0, words: LEFT });
  return {
    cells: [
      [id, small(`${line.for}, a ${line.period}`)],
      [monthWords(line.since), gap],
      pen.whole(`budgets/${id}/spent`, spent),
      line.currency === undefined
        ? pen.whole(`budgets/${id}/amount`, size)
        : `${moneyText(size, { currency: line.currency, digits: 0 })}, not compared`,
      spent === undefined ? "" : bar({ from: ZERO, to: spent, low, high, kind: spent > size ? "up" : "total" }),
      amount({ figure: `budgets/${id}/delta`, money: delta, text }, pen.currency),
    ],
  };
}
