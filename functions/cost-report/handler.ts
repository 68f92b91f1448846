import { nextRun } from "#functions/cost-report/next-run.ts";
import { makeDueReports } from "#shared/cost/report/make-due-reports.ts";
import type { MakeReportDeps } from "#shared/cost/report/make-report.ts";
import type { Log } from "#shared/runtime/log.ts";
import type { Metrics } from "#shared/runtime/metrics.ts";
import { scheduleHandler } from "#shared/runtime/queue.ts";

/** Makes what is due; a lost run is made up by the next one. */
export const makeHandler = (deps: MakeReportDeps & { readonly log: Log; readonly metrics: Metrics }) =>
  scheduleHandler(async () => {
    const { made, failed } = await makeDueReports({ ...deps, nextRun });
    for (const { id, state, tied } of made) deps.log.info("A cost report was made", { id, state, tied });
    for (const { report, month, because } of failed) deps.log.error("A cost report failed", { report, month, because });
    deps.metrics.say({ reports_made: made.length, reports_failed: failed.length });
  });
