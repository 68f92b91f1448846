import type { ExportNamed, ExportRead } from "#shared/cost/verify/read-export.ts";
import { findingText } from "#shared/cost/verify/verify-finding.ts";
import { type Verified, verifyReport } from "#shared/cost/verify/verify-report.ts";
import type { Digest } from "#shared/kernel/digest.ts";
import { REPORT_FILES } from "#shared/rendering/cost-report/report-file-names.ts";
import { reportReader } from "#shared/rendering/cost-report/report-reader.ts";

/** The names of the files that a report's folder holds. */
export const REPORT_FILE_NAMES: readonly string[] = Object.keys(REPORT_FILES);

/** {@link verifyReport} with the reader of this Tollgate, and a sentence for each finding. */
export function verifyFolder(
  folder: ReadonlyMap<string, Uint8Array>,
  digest: Digest,
  fromExport?: ExportRead,
): Verified & { readonly sentences: readonly string[] } {
  const verified = verifyReport(folder, { reader: reportReader(digest), digest }, fromExport);
  return { ...verified, sentences: verified.findings.map(findingText) };
}

/** The month and currency that a report's folder says it is of: what to read of the original export. */
export function subjectOfFolder(
  folder: ReadonlyMap<string, Uint8Array>,
  digest: Digest,
): Pick<ExportNamed, "month" | "currency"> | undefined {
  const text = new TextDecoder().decode(folder.get("manifest.json"));
  const read = reportReader(digest).manifest(text);
  return read.ok ? { month: read.value.manifest.month, currency: read.value.manifest.currency } : undefined;
}
