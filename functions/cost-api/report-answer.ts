import type { CostReportStore } from "#shared/cost/report/ports.ts";
import type { ReportRecord } from "#shared/cost/report/report-record.ts";
import type { JsonObject } from "#shared/kernel/json.ts";
import { exactDecimal } from "#shared/kernel/money.ts";
import { isoOf } from "#shared/kernel/time.ts";
import { Problem } from "#shared/runtime/problem.ts";
import type { Stored } from "#shared/storage/record.ts";

/** A version as the API tells it; see the contract `CostReportAnswer`. */
export const reportAnswer = (record: ReportRecord): JsonObject => ({
  reportId: record.id,
  report: record.report,
  month: record.month,
  version: record.version,
  state: record.state,
  because: record.because,
  madeAt: isoOf(record.madeAt),
  currency: record.currency,
  totals: {
    billed: exactDecimal(record.totals.billed),
    effective: exactDecimal(record.totals.effective),
    workloads: exactDecimal(record.totals.workloads),
    pools: exactDecimal(record.totals.pools),
    unallocated: exactDecimal(record.totals.unallocated),
  },
  tied: record.tied,
  tie: [
    ...record.tie.map(({ name, amount }) => ({ name, amount: exactDecimal(amount) })),
    { name: "Rounded away when the export was read", amount: record.roundingLost },
  ],
  files: record.files.map(({ name, bytes, sha256 }) => ({
    name,
    bytes,
    sha256,
    href: `/v1/cost/reports/${encodeURIComponent(record.id)}/files/${name}`,
  })),
  ...(record.signedOff === undefined ? {} : { signedOff: { by: record.signedOff.by, at: isoOf(record.signedOff.at) } }),
});

/** @throws Problem 404 */
export async function foundReport(id: string, reports: CostReportStore): Promise<Stored<ReportRecord>> {
  const stored = await reports.find(id);
  if (stored !== undefined) return stored;
  throw new Problem(404, `Cannot find cost report "${id}"`, { remedy: "GET /v1/cost/reports lists what there is" });
}
