import type { BlobStore } from "#shared/cost/ports.ts";
import type { FigureSource } from "#shared/cost/report/figure-rows.ts";
import type { ReportRecord } from "#shared/cost/report/report-record.ts";
import type { ReportReader } from "#shared/cost/verify/report-reader.ts";
import type { Result } from "#shared/kernel/result.ts";

/** A kept file that is gone, altered, or not what we wrote: a fault, never an answer. */
export class ReportFileError extends Error {
  override readonly name = "ReportFileError";
}

/**
 * The text of a version's file; undefined when the version has none of that name.
 *
 * @throws ReportFileError when the bytes are not those that the record names
 */
export async function readReportFile(
  record: ReportRecord,
  name: string,
  blobs: BlobStore,
): Promise<string | undefined> {
  const kept = record.files.find((file) => file.name === name);
  if (kept === undefined) return undefined;
  const file = await blobs.open(kept.key);
  if (file === undefined) throw new ReportFileError(`Cannot read ${name} of ${record.id}: it is gone`);
  try {
    if ((await file.sha256()) !== kept.sha256)
      throw new ReportFileError(`Cannot read ${name} of ${record.id}: it was altered`);
    return new TextDecoder().decode(await file.slice(0, file.bytes));
  } finally {
    await file.close();
  }
}

/** A version's report, daily lines and splits, from its own files. */
export async function readReport(
  record: ReportRecord,
  { blobs, reader }: { readonly blobs: BlobStore; readonly reader: ReportReader },
): Promise<FigureSource> {
  const parsed = async <Value>(name: string, parse: (text: string) => Result<Value, string>): Promise<Value> => {
    const result = parse((await readReportFile(record, name, blobs)) ?? "");
    if (result.ok) return result.value;
    throw new ReportFileError(`Cannot read ${name} of ${record.id}: ${result.error}`);
  };
  const report = await parsed("report.json", reader.report);
  const lines = await parsed("ledger.csv", reader.ledger);
  const { manifest } = await parsed("manifest.json", reader.manifest);
  return { report, lines, proof: manifest.proof };
}
