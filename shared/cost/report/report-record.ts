import type { LedgerRef } from "#shared/cost/import.ts";
import type { LedgerLine, Month } from "#shared/cost/ledger.ts";
import type { NamedAmount, ReportState } from "#shared/cost/report/cost-report.ts";
import { endOf } from "#shared/cost/report/months.ts";
import type { Sha256 } from "#shared/kernel/digest.ts";
import type { Money } from "#shared/kernel/money.ts";
import { days, type EpochMillis, plus } from "#shared/kernel/time.ts";

/** A file of a version, where its bytes are kept for good. */
export type KeptFile = {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: Sha256;
  readonly key: string;
};

/** What the version was made from: the import of each source that counted then. */
export type ReportBasis = { readonly source: string; readonly import: string; readonly ledger: LedgerRef };

/** One version of a report: everything but the sign-off never changes. */
export type ReportRecord = {
  /** `finance-monthly-2026-10-v1` */
  readonly id: string;
  readonly report: string;
  readonly month: Month;
  readonly version: number;
  readonly state: ReportState;
  readonly because: string;
  readonly madeAt: EpochMillis;
  readonly currency: string;
  /** Digest of what it says, without when it was made: the same content is not a new version. */
  readonly content: Sha256;
  readonly basis: readonly ReportBasis[];
  readonly totals: {
    readonly billed: Money;
    readonly effective: Money;
    readonly workloads: Money;
    readonly pools: Money;
    readonly unallocated: Money;
  };
  readonly tied: boolean;
  readonly tie: readonly NamedAmount[];
  /** An exact decimal of up to 36 places. */
  readonly roundingLost: string;
  readonly files: readonly KeptFile[];
  readonly signedOff?: { readonly by: string; readonly at: EpochMillis };
};

export const reportIdOf = ({ report, month, version }: Pick<ReportRecord, "report" | "month" | "version">): string =>
  `${report}-${month}-v${version}`;

/** Whether two versions were made from the same imports, by whatever rules: other rules alone restate nothing. */
export const sameBasis = (left: readonly ReportBasis[], right: readonly ReportBasis[]): boolean =>
  keyOf(left) === keyOf(right);

const keyOf = (basis: readonly ReportBasis[]): string =>
  JSON.stringify(basis.map((each) => [each.source, each.import]).toSorted());

/** From here on a month without an invoice is final too: ten days after its end, that moment included. */
export const finalFrom = (month: Month): EpochMillis => plus(endOf(month), days(10));

export type Finality = { readonly final: boolean; readonly because: string };

/** Whether a month can be final, and why (not). */
export function finalityOf(month: Month, lines: readonly LedgerLine[], now: EpochMillis): Finality {
  if (now < endOf(month)) return { final: false, because: "the month is not over" };
  if (lines.every(({ invoice }) => invoice !== undefined))
    return { final: true, because: "every row is on an invoice" };
  if (now >= finalFrom(month)) return { final: true, because: "ten days have passed since the month ended" };
  const open = lines.reduce((sum, line) => (line.invoice === undefined ? sum + line.rows : sum), 0);
  return { final: false, because: `${open} rows are not on an invoice yet; it becomes final ten days after the month` };
}

/** Of what was billed, the share that nobody bears: in percent, cut to two places; undefined when nothing was billed. */
export const unallocatedPercent = ({ totals }: Pick<ReportRecord, "totals">): number | undefined =>
  totals.billed <= 0n ? undefined : Number((totals.unallocated * 10_000n) / totals.billed) / 100;
