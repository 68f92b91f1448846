import type { CostImport } from "#shared/cost/import.ts";
import type { LedgerLine, Month } from "#shared/cost/ledger.ts";
import { byText, groupBy, partOf } from "#shared/cost/report/borne.ts";
import type { BasisLine, InvoiceLine, TieOut } from "#shared/cost/report/cost-report.ts";
import { type Money, subtractMoney, sumMoney, ZERO } from "#shared/kernel/money.ts";

/**
 * Sets what the exports said beside what was attributed.
 *
 * `imported` comes from the imports' own totals, counted when the files were read; the rest from the
 * ledger's lines. The two meet only here, so a line that was lost or doubled between them is seen.
 */
export function tieOut(lines: readonly LedgerLine[], { imports, period }: Source): TieOut {
  const imported = sumMoney(
    imports.flatMap((each) => each.periods.filter((one) => one.period === period).map(({ totals }) => totals.billed)),
  );
  const whole = splitBilled(lines);
  const difference = subtractMoney(imported, whole.billed);
  return {
    imported,
    ...whole,
    effective: sumMoney(lines.map(({ amounts }) => amounts.effective)),
    differences: [{ name: "In the export but not in the ledger", amount: difference }],
    roundingLost: exact36(imports.reduce((lost, each) => lost + each.lost.billed, 0n)),
    tied: difference === ZERO,
    invoices: [...groupBy(lines, ({ invoice }) => invoice ?? "")]
      .toSorted(([left], [right]) => byText(left || "\uffff", right || "\uffff"))
      .map(([invoice, members]): InvoiceLine => ({ ...(invoice === "" ? {} : { invoice }), ...splitBilled(members) })),
    basis: [...groupBy(lines, ({ category }) => category)]
      .toSorted(([left], [right]) => byText(left, right))
      .map(([category, members]) => basisOf(category, members)),
  };
}

type Source = { readonly imports: readonly CostImport[]; readonly period: Month };

type Split = { readonly billed: Money; readonly workloads: Money; readonly pools: Money; readonly unallocated: Money };

function splitBilled(lines: readonly LedgerLine[]): Split {
  const sumOf = (part: ReturnType<typeof partOf>) =>
    sumMoney(lines.filter((line) => partOf(line) === part).map(({ amounts }) => amounts.billed));
  return {
    billed: sumMoney(lines.map(({ amounts }) => amounts.billed)),
    workloads: sumOf("workloads"),
    pools: sumOf("pools"),
    unallocated: sumOf("unallocated"),
  };
}

function basisOf(category: string, lines: readonly LedgerLine[]): BasisLine {
  const billed = sumMoney(lines.map(({ amounts }) => amounts.billed));
  const effective = sumMoney(lines.map(({ amounts }) => amounts.effective));
  return { category, billed, difference: subtractMoney(effective, billed), effective };
}

/** An exact decimal of a count of 10^-36. */
function exact36(count: bigint): string {
  const size = (count < 0n ? -count : count).toString().padStart(37, "0");
  const fraction = size.slice(-36).replace(/0+$/, "");
  return `${count < 0n ? "-" : ""}${size.slice(0, -36)}${fraction === "" ? "" : `.${fraction}`}`;
}
