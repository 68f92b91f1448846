import type { Month } from "#shared/cost/ledger.ts";
import type { CostReport } from "#shared/cost/report/cost-report.ts";
import type { PeriodCost, ReportBook } from "#shared/cost/report/report-input.ts";
import type { ReportRecord } from "#shared/cost/report/report-record.ts";
import type { Sha256 } from "#shared/kernel/digest.ts";
import type { From, Page } from "#shared/kernel/page.ts";
import type { Stored } from "#shared/storage/record.ts";

/** Keeps versions of reports. A version is created once; only its sign-off is written later. */
export interface CostReportStore {
  find(id: string): Promise<Stored<ReportRecord> | undefined>;
  /** The newest version of a report for a month. */
  latest(report: string, month: Month): Promise<Stored<ReportRecord> | undefined>;
  /** Newest month first, within it newest version first; of one month where it is given. */
  list(query: From & { readonly month?: Month; readonly limit: number }): Promise<Page<ReportRecord>>;
  /** False when that version exists already: somebody else made it meanwhile. */
  create(record: ReportRecord, by: string): Promise<boolean>;
  /** False when it moved since it was read. */
  signOff(stored: Stored<ReportRecord>, signed: NonNullable<ReportRecord["signedOff"]>): Promise<boolean>;
}

/** A report as files, and the digest of what it says. */
export type RenderedReport = {
  readonly content: Sha256;
  readonly files: readonly {
    readonly name: string;
    readonly text: string;
    readonly bytes: number;
    readonly sha256: Sha256;
  }[];
};

/** Writes a report; pure, passed in because the model does not know its pages. */
export type RenderReport = (
  report: CostReport,
  from: { readonly now: PeriodCost; readonly book: ReportBook },
) => Promise<RenderedReport>;
