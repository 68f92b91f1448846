import type { LedgerLine } from "#shared/cost/ledger.ts";
import { bySize, byText, groupBy } from "#shared/cost/report/borne.ts";
import { daysIn, monthOfDay, thirteenMonths } from "#shared/cost/report/months.ts";
import type { CorrectionLine, Quality } from "#shared/cost/report/report-evidence.ts";
import type { PeriodCost, ReportInput } from "#shared/cost/report/report-input.ts";
import { sumMoney } from "#shared/kernel/money.ts";
import { isoOf } from "#shared/kernel/time.ts";

/** Where the numbers come from, how fresh and how complete they are. */
export function qualityOf({ month, periods, imports, runs }: ReportInput, { lines }: PeriodCost): Quality {
  const inMonth = lines.map(({ day }) => day).filter((day) => monthOfDay(day) === month);
  const days = [...new Set(inMonth)].toSorted(byText);
  const present = new Set(periods.map(({ period }) => period));
  const all = lines.map(({ day }) => day).toSorted(byText);
  return {
    imports: imports
      .map(({ id, source, takenInAt, rows, files }) => ({
        id,
        source,
        takenInAt: isoOf(takenInAt),
        rows,
        files: files.map(({ name, sha256, rows: count }) => ({ name, sha256, rows: count })),
      }))
      .toSorted((left, right) => byText(left.id, right.id)),
    rows: rowsOf(lines),
    corrections: rowsOf(lines.filter(({ correction }) => correction)),
    firstDay: days[0] ?? all[0] ?? (`${month}-01` as LedgerLine["day"]),
    lastDay: days.at(-1) ?? all.at(-1) ?? (`${month}-01` as LedgerLine["day"]),
    days: days.length,
    daysInMonth: daysIn(month),
    notInvoiced: rowsOf(lines.filter(({ invoice }) => invoice === undefined)),
    missingMonths: thirteenMonths(month).filter((each) => !present.has(each)),
    runs: runs.length,
    byRule: [...groupBy(lines, ({ rule }) => rule)]
      .map(([rule, members]) => ({
        rule,
        rows: rowsOf(members),
        effective: sumMoney(members.map(({ amounts }) => amounts.effective)),
      }))
      .toSorted(
        bySize(
          ({ effective }) => effective,
          ({ rule }) => rule,
        ),
      ),
  };
}

export const rowsOf = (lines: Iterable<Pick<LedgerLine, "rows">>): number => {
  let count = 0;
  for (const { rows } of lines) count += rows;
  return count;
};

/** What this period bills for charges of other months, by the month of the charge. */
export const correctionsOf = ({ period, lines }: PeriodCost): readonly CorrectionLine[] =>
  [
    ...groupBy(
      lines.filter(({ day, correction }) => correction || monthOfDay(day) !== period),
      ({ day }) => monthOfDay(day),
    ),
  ]
    .map(([month, members]) => ({
      month,
      rows: rowsOf(members),
      billed: sumMoney(members.map(({ amounts }) => amounts.billed)),
      effective: sumMoney(members.map(({ amounts }) => amounts.effective)),
    }))
    .toSorted((left, right) => byText(left.month, right.month));
