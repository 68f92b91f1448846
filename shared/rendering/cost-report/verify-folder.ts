import type { LedgerLine } from "#shared/cost/ledger.ts";
import { findingText } from "#shared/cost/verify/verify-finding.ts";
import { type Verified, verifyReport } from "#shared/cost/verify/verify-report.ts";
import type { Digest } from "#shared/kernel/digest.ts";
import { REPORT_FILES } from "#shared/rendering/cost-report/report-files.ts";
import { reportReader } from "#shared/rendering/cost-report/report-reader.ts";

/** The names of the files that a report's folder holds. */
export const REPORT_FILE_NAMES: readonly string[] = Object.keys(REPORT_FILES);

/** {@link verifyReport} with the reader of this Tollgate, and a sentence for each finding. */
export function verifyFolder(
  folder: ReadonlyMap<string, Uint8Array>,
  digest: Digest,
  fromExport?: readonly LedgerLine[],
): Verified & { readonly sentences: readonly string[] } {
  const verified = verifyReport(folder, { reader: reportReader(digest), digest }, fromExport);
  return { ...verified, sentences: verified.findings.map(findingText) };
}
