import type { Month } from "#shared/cost/ledger.ts";
import type { CostImportStore } from "#shared/cost/ports.ts";
import { type MakeReportDeps, makeReport, type ReportAsked } from "#shared/cost/report/make-report.ts";
import { endOf } from "#shared/cost/report/months.ts";
import { type ReportRecord, reportIdOf } from "#shared/cost/report/report-record.ts";
import type { EpochMillis } from "#shared/kernel/time.ts";

/** The first moment after `after` that a five-field schedule names in a zone; undefined when there is none. */
export type NextRun = (
  schedule: { readonly cron: string; readonly zone: string },
  after: EpochMillis,
) => EpochMillis | undefined;

export type DueReportsDeps = MakeReportDeps & { readonly imports: Pick<CostImportStore, "periods"> };

export type DueReports = {
  readonly made: readonly ReportRecord[];
  /** Months that could not be reported, with why. */
  readonly failed: readonly { readonly report: string; readonly month: Month; readonly because: string }[];
};

/**
 * Makes every monthly cost report that its document's schedule asks for.
 *
 * A month is due once the schedule has come round after the month ended: the newest such month, and each
 * that has a report already, which may have become final or been restated. Running it twice makes nothing twice.
 */
export async function makeDueReports(deps: DueReportsDeps & { readonly nextRun: NextRun }): Promise<DueReports> {
  const made: ReportRecord[] = [];
  const failed: DueReports["failed"][number][] = [];
  for (const asked of await dueReports(deps)) {
    const result = await makeReport(asked, deps);
    if (!result.ok) failed.push({ report: asked.report, month: asked.month, because: result.error.kind });
    else if (result.value.made) made.push(result.value.record);
  }
  return { made, failed };
}

async function dueReports(deps: DueReportsDeps & { readonly nextRun: NextRun }): Promise<readonly ReportAsked[]> {
  const catalog = await deps.catalog.current();
  const months = [...new Set((await deps.imports.periods()).map(({ period }) => period))].toSorted().toReversed();
  const due: ReportAsked[] = [];
  for (const { id, title, report, schedule, zone } of catalog.reports.values()) {
    if (report !== "cost-monthly") continue;
    const over = months.filter((month) => {
      const first = deps.nextRun({ cron: schedule, zone: zone ?? catalog.company.zone }, endOf(month));
      return first !== undefined && first <= deps.clock.now();
    });
    const begun = await Promise.all(
      over.map((month) => deps.reports.find(reportIdOf({ report: id, month, version: 1 }))),
    );
    for (const [rank, month] of over.entries()) {
      const wanted = rank === 0 || begun[rank] !== undefined;
      if (wanted) due.push({ report: id, month, title: title ?? id, by: "function:cost-report" });
    }
  }
  return due;
}
