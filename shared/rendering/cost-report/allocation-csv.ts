import { sumAmounts } from "#shared/cost/amounts.ts";
import { type Amounts, type Bearer, bearerKey } from "#shared/cost/ledger.ts";
import { groupBy, tableKey } from "#shared/cost/report/borne.ts";
import type { PeriodCost, ReportBook } from "#shared/cost/report/report-input.ts";
import { exactDecimal, subtractMoney, ZERO } from "#shared/kernel/money.ts";
import { type Cell, csvText } from "#shared/rendering/csv.ts";

export const ALLOCATION_COLUMNS = [
  "entry",
  "month",
  "team",
  "bearer",
  "cost_center",
  "pool",
  "rule",
  "service",
  "account",
  "category",
  "invoice",
  "rows",
  "billed",
  "effective",
] as const;

/**
 * Who bears what, for a ledger: a row for each sum of the month's own lines (`own`), and two for each
 * part of a split: out of the pool (`split-out`), to whom (`split-in`). Each column adds up to the report's
 * total, and the rows of one bearer to what the report says it bears.
 */
export function allocationCsv({ period, lines, allocation }: PeriodCost, book: ReportBook): string {
  const own = [...groupBy(lines, (line) => subjectOf(line).join("\u0000"))].map(([, members]) => {
    const [line] = members;
    if (line === undefined) return [];
    const amounts = sumAmounts(members.map((member) => member.amounts));
    const rows = members.reduce((sum, member) => sum + member.rows, 0);
    const [, , ...subject] = subjectOf(line);
    return ["own", period, ...ownerOf(line.bearer, book), "", line.rule, ...subject, whole(rows), ...costs(amounts)];
  });
  const splits = allocation.matrix.flatMap(({ from, cells }) => {
    const rule = allocation.steps.find((step) => bearerKey(step.from) === bearerKey(from))?.rule ?? "";
    const pool = bearerKey(from);
    return cells
      .filter(({ to }) => bearerKey(to) !== pool)
      .flatMap(({ to, amounts }): readonly (readonly Cell[])[] => [
        ["split-out", period, ...ownerOf(from, book), pool, rule, "", "", "", "", whole(0), ...costs(minus(amounts))],
        ["split-in", period, ...ownerOf(to, book), pool, rule, "", "", "", "", whole(0), ...costs(amounts)],
      ]);
  });
  const rows = [...own, ...splits].filter((row) => row.length > 0).toSorted((a, b) => (textOf(a) < textOf(b) ? -1 : 1));
  return csvText([ALLOCATION_COLUMNS, ...rows]);
}

const subjectOf = ({ bearer, rule, service, subAccount, category, invoice }: PeriodCost["lines"][number]) =>
  [tableKey(bearer), rule, service, subAccount, category, invoice ?? ""] as const;

/** Team, bearer, cost center. */
function ownerOf(bearer: Bearer, { workloads, teams }: ReportBook): readonly string[] {
  if (bearer.kind === "team") return [bearer.team, tableKey(bearer), teams.get(bearer.team)?.costCenter ?? ""];
  const workload = bearer.kind === "workload" ? workloads.get(bearer.workload) : undefined;
  return [workload?.team ?? "", tableKey(bearer), workload?.costCenter ?? ""];
}

const whole = (count: number): Cell => ({ decimal: count.toString() });

const costs = ({ billed, effective }: Pick<Amounts, "billed" | "effective">): readonly Cell[] => [
  { decimal: exactDecimal(billed) },
  { decimal: exactDecimal(effective) },
];

const minus = ({ billed, effective }: Amounts) => ({
  billed: subtractMoney(ZERO, billed),
  effective: subtractMoney(ZERO, effective),
});

const textOf = (row: readonly Cell[]): string =>
  row.map((cell) => (typeof cell === "string" ? cell : cell.decimal)).join("\u0000");
