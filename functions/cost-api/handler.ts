import { getReportFileRoute, getReportProofRoute, getReportRoute } from "#functions/cost-api/routes/get-report.ts";
import { listReportsRoute } from "#functions/cost-api/routes/list-reports.ts";
import { listRowsRoute } from "#functions/cost-api/routes/list-rows.ts";
import { listUnallocatedRoute } from "#functions/cost-api/routes/list-unallocated.ts";
import { makeReportRoute } from "#functions/cost-api/routes/make-report.ts";
import { signOffReportRoute } from "#functions/cost-api/routes/sign-off-report.ts";
import type { MakeReportDeps } from "#shared/cost/report/make-report.ts";
import type { ReportReader } from "#shared/cost/verify/report-reader.ts";
import { type HttpDeps, httpHandler } from "#shared/runtime/http.ts";
import { optimisticRoute } from "#shared/runtime/optimistic-route.ts";

export type CostApiDeps = MakeReportDeps & HttpDeps & { readonly readerOf: () => Promise<ReportReader> };

/** …/v1/cost: reports, their files and rows, what has no owner. */
export const makeHandler = (deps: CostApiDeps) =>
  httpHandler(
    [
      listReportsRoute(deps),
      optimisticRoute(makeReportRoute(deps)),
      getReportRoute(deps),
      getReportFileRoute(deps),
      getReportProofRoute(deps),
      listRowsRoute(deps),
      listUnallocatedRoute(deps),
      signOffReportRoute(deps),
    ],
    deps,
  );
