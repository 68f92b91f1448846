import { nextRun } from "#functions/cost-report/next-run.ts";
import { type DueReportsDeps, makeDueReports } from "#shared/cost/report/make-due-reports.ts";
import { unallocatedPercent } from "#shared/cost/report/report-record.ts";
import type { Log } from "#shared/runtime/log.ts";
import type { Metrics } from "#shared/runtime/metrics.ts";
import { scheduleHandler } from "#shared/runtime/queue.ts";

/** Makes what is due; a lost run is made up by the next one. */
export const makeHandler = (deps: DueReportsDeps & { readonly log: Log; readonly metrics: Metrics }) =>
  scheduleHandler(async () => {
    const { made, failed } = await makeDueReports({ ...deps, nextRun });
    for (const record of made) {
      const { id, state, tied } = record;
      deps.log.info("A cost report was made", { id, state, tied });
      const percent = unallocatedPercent(record);
      if (percent !== undefined) deps.metrics.say({ unallocated_percent: percent }, { report: id });
    }
    for (const { report, month, because } of failed) deps.log.error("A cost report failed", { report, month, because });
    deps.metrics.say({ reports_made: made.length, reports_failed: failed.length });
  });
