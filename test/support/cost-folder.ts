import { buildReport } from "#shared/cost/report/build-report.ts";
import type { CostReport } from "#shared/cost/report/cost-report.ts";
import type { PeriodCost, ReportInput } from "#shared/cost/report/report-input.ts";
import { type ReportFile, reportFiles } from "#shared/rendering/cost-report/report-files.ts";
import { BOOK, hashOf, LAST } from "#test/support/cost-company.ts";
import { inputOf } from "#test/support/cost-year.ts";

/** A report with its files, as they would lie in a folder. */
export type Folder = {
  readonly report: CostReport;
  readonly now: PeriodCost;
  readonly files: readonly ReportFile[];
  readonly folder: ReadonlyMap<string, Uint8Array>;
};

export function folderOf(seed: number, more: Partial<ReportInput> = {}): Folder {
  const input = inputOf(seed, more);
  const built = buildReport(input);
  const now = input.periods.find(({ period }) => period === LAST);
  if (!built.ok || now === undefined) throw new Error("the month has no data");
  const files = reportFiles(built.value, { now, book: BOOK, digest: hashOf });
  const folder = new Map(files.map(({ name, text }) => [name, new TextEncoder().encode(text)]));
  return { report: built.value, now, files, folder };
}
