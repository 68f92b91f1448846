import type { Day, LedgerLine } from "#shared/cost/ledger.ts";
import { tableKey } from "#shared/cost/report/borne.ts";
import type { BearerRow, CostReport, Figure } from "#shared/cost/report/cost-report.ts";
import type { ReportProof } from "#shared/cost/verify/report-reader.ts";
import { type Money, subtractMoney, ZERO } from "#shared/kernel/money.ts";

/** One of the rows that add up to a figure: bill rows of a day, a part of a split, or what is taken off. */
export type FigureRow =
  | { readonly kind: "line"; readonly line: LedgerLine; readonly amount: Money }
  | {
      readonly kind: "split";
      readonly rule: string;
      readonly from: string;
      readonly to: string;
      readonly amount: Money;
    }
  | { readonly kind: "less"; readonly what: "budget" | "last month"; readonly of: string; readonly amount: Money };

export type FigureQuery = {
  readonly figure: Figure["id"];
  /** Only what this workload bears. */
  readonly workload?: string;
  /** Only the bill rows of this day. */
  readonly day?: Day;
};

export type FigureSource = {
  readonly report: CostReport;
  readonly lines: readonly LedgerLine[];
  readonly proof: Pick<ReportProof, "steps">;
};

/**
 * The rows behind a figure, which add up to it exactly when nothing narrows them.
 *
 * `billed` is of bill rows alone: it is reconciled, not split. What compares has what it is compared with as
 * rows of their own, taken off.
 */
export function figureRows({ figure, workload, day }: FigureQuery, source: FigureSource): readonly FigureRow[] {
  const key = workload === undefined ? undefined : `workload:${workload}`;
  const rows = rowsOf(figure, source, key);
  const borne = key === undefined ? rows : rows.filter((row) => bearerOf(row) === key);
  return day === undefined ? borne : borne.filter((row) => row.kind === "line" && row.line.day === day);
}

const bearerOf = (row: FigureRow): string => {
  if (row.kind === "line") return tableKey(row.line.bearer);
  return row.kind === "split" ? row.to : row.of;
};

function rowsOf(figure: Figure["id"], source: FigureSource, key: string | undefined): readonly FigureRow[] {
  const { report } = source;
  switch (figure) {
    case "billed":
      return source.lines.map((line) => ({ kind: "line", line, amount: line.amounts.billed }));
    case "effective":
      // All of it together needs no splits: they take as much as they give.
      return key === undefined ? own(source) : [...own(source), ...given(source)];
    case "unallocated":
      return [...own(source), ...given(source)].filter((row) => bearerOf(row) === "unallocated");
    case "against-last-month":
      return [...own(source), ...(key === undefined ? [] : given(source)), ...less(report, "last month")];
    case "against-budget": {
      const budgeted = new Set(rowsIn(report).flatMap((row) => (row.budget === undefined ? [] : [row.key])));
      const rows = [...own(source), ...given(source)].filter((row) => budgeted.has(bearerOf(row)));
      return [...rows, ...less(report, "budget")];
    }
  }
}

const own = ({ lines }: FigureSource): readonly FigureRow[] =>
  lines.map((line) => ({ kind: "line", line, amount: line.amounts.effective }));

const given = ({ proof }: FigureSource): readonly FigureRow[] =>
  proof.steps.flatMap(({ rule, from, portions }) =>
    portions.map(
      ({ to, amounts }): FigureRow => ({
        kind: "split",
        rule,
        from,
        to: to.startsWith("unallocated:") ? "unallocated" : to,
        amount: amounts.effective,
      }),
    ),
  );

function less(report: CostReport, what: "budget" | "last month"): readonly FigureRow[] {
  const takenOff = (row: BearerRow) => (what === "budget" ? row.budget : row.previous);
  return rowsIn(report).flatMap((row): readonly FigureRow[] => {
    const amount = takenOff(row) ?? ZERO;
    return amount === ZERO ? [] : [{ kind: "less", what, of: row.key, amount: subtractMoney(ZERO, amount) }];
  });
}

const rowsIn = ({ workloads }: CostReport): readonly BearerRow[] => [
  ...workloads.teams.flatMap(({ rows }) => rows),
  ...workloads.rest,
];
