import type { Allocation } from "#shared/cost/allocation.ts";
import { bearerKey } from "#shared/cost/ledger.ts";
import { byText, groupBy, tableKey, titleOf } from "#shared/cost/report/borne.ts";
import type { MatrixLine } from "#shared/cost/report/cost-report.ts";
import type { ReportBook } from "#shared/cost/report/report-input.ts";
import { sumMoney, ZERO } from "#shared/kernel/money.ts";

const METHODS = { even: "evenly", fixed: "by fixed shares", spend: "by what each spent", meter: "by meter" } as const;

/** Each pool, how it was split, and to whom, effective; what went in came out. Workloads keep their own: not shown. */
export const allocationMatrix = (allocation: Allocation, book: ReportBook): readonly MatrixLine[] =>
  allocation.matrix
    .filter(
      ({ from, in: amounts }) => from.kind !== "workload" && from.kind !== "unallocated" && amounts.effective !== ZERO,
    )
    .map(({ from, in: amounts, cells }): MatrixLine => {
      const key = bearerKey(from);
      const step = allocation.steps.find((each) => bearerKey(each.from) === key);
      return {
        from: key,
        title: titleOf(from, book),
        how: step === undefined ? "no rule splits it" : `${METHODS[step.method]} (rule ${step.rule})`,
        in: amounts.effective,
        cells: [...groupBy(cells, ({ to }) => tableKey(to))]
          .map(([to, members]) => ({ to, amount: sumMoney(members.map((cell) => cell.amounts.effective)) }))
          .toSorted((left, right) => byText(left.to, right.to)),
        out: sumMoney(cells.map((cell) => cell.amounts.effective)),
      };
    })
    .toSorted((left, right) => byText(left.from, right.from));
