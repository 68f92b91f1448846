import type { Asking, IdKind } from "#functions/cli/ids/id-kind.ts";
import { listOf } from "#functions/cli/ids/list-of.ts";
import type { Known } from "#functions/cli/ids/match-id.ts";
import type { PlaneClient } from "#functions/cli/plane-client.ts";

type Report = {
  readonly reportId: string;
  readonly report: string;
  readonly month: string;
  readonly state: string;
  readonly currency: string;
  readonly totals: { readonly billed: string };
};

const allReports = (plane: PlaneClient): Promise<readonly Report[]> => listOf<Report>(plane, "/v1/cost/reports");

const sayOf = ({ month, state, totals, currency }: Report): string =>
  `${month}, ${state}, ${totals.billed} ${currency}`;

/** Months of which there is a report, newest first. */
const monthsOf = (reports: readonly Report[]): readonly Known[] =>
  [...new Map(reports.toReversed().map((report) => [report.month, report]))]
    .toReversed()
    .map(([id, report]) => ({ id, says: `newest report ${report.reportId}, ${report.state}` }));

/** A report, or a month for the newest of it. */
export const COST_REPORT: IdKind = {
  noun: "report",
  from: "tollgate cost list",
  known: async ({ plane }) => {
    const reports = await allReports(plane);
    return [...reports.map((report) => ({ id: report.reportId, says: sayOf(report) })), ...monthsOf(reports)];
  },
  // A month of which there is none yet is told what to do by the command.
  whole: /^\d{4}-\d\d$/,
};

/** A Report document, which reports follow. */
export const REPORT_DOCUMENT: IdKind = {
  noun: "Report document",
  from: "tollgate cost list",
  known: async ({ plane }) => (await allReports(plane)).map((report) => ({ id: report.report, says: sayOf(report) })),
  open: true,
};

/** Months with a report, and the last whole one by the plane's clock. Offered, never guessed from a beginning. */
export async function months({ plane }: Asking): Promise<readonly Known[]> {
  const [reports, { now }] = await Promise.all([
    allReports(plane),
    plane.json<{ readonly now: string }>({ path: "/v1/health" }),
  ]);
  const [year = 0, month = 1] = now.split("-").map(Number);
  const last = new Date(Date.UTC(year, month - 2)).toISOString().slice(0, 7);
  const known = monthsOf(reports);
  return known.some(({ id }) => id === last) ? known : [{ id: last, says: "the last whole month" }, ...known];
}
