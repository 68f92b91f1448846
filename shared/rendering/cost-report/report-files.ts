import { stepJson } from "#shared/cost/allocate.ts";
import type { Allocation } from "#shared/cost/allocation.ts";
import { amountsJson } from "#shared/cost/amounts.ts";
import type { CostReport } from "#shared/cost/report/cost-report.ts";
import type { PeriodCost, ReportBook } from "#shared/cost/report/report-input.ts";
import type { Digest, Sha256 } from "#shared/kernel/digest.ts";
import { canonicalJson, type Json, type JsonObject } from "#shared/kernel/json.ts";
import { exactDecimal } from "#shared/kernel/money.ts";
import { allocationCsv } from "#shared/rendering/cost-report/allocation-csv.ts";
import { ledgerCsv } from "#shared/rendering/cost-report/ledger-csv.ts";
import type { ReportFileName } from "#shared/rendering/cost-report/report-file-names.ts";
import { reportJson, reportJsonText, sorted } from "#shared/rendering/cost-report/report-json.ts";
import { reportPage } from "#shared/rendering/cost-report/report-page.ts";

/** Grows when the same report would be written differently: a checker then compares figures, not bytes. */
export const WRITER = 2;

export type ReportFile = {
  readonly name: ReportFileName;
  readonly text: string;
  readonly bytes: number;
  readonly sha256: Sha256;
};

/** All files of one version, the manifest last. The same report gives the same bytes. */
export function reportFiles(
  report: CostReport,
  { now, book, digest }: { now: PeriodCost; book: ReportBook; digest: Digest },
): readonly ReportFile[] {
  const fileOf = (name: ReportFileName, text: string): ReportFile => ({
    name,
    text,
    bytes: new TextEncoder().encode(text).length,
    sha256: digest(text),
  });
  const files = [
    fileOf("report.html", reportPage(report)),
    fileOf("report.json", reportJsonText(report)),
    fileOf("allocation.csv", allocationCsv(now, book)),
    fileOf("ledger.csv", ledgerCsv(now.lines)),
  ];
  return [...files, fileOf("manifest.json", manifestText(manifestOf(report, now.allocation, files), digest))];
}

/** What finance keeps to check the rest by: files, imports, the tie and the proof of the splits. */
function manifestOf(report: CostReport, allocation: Allocation, files: readonly ReportFile[]): JsonObject {
  const { tie, quality } = report;
  return {
    format: 1,
    writer: WRITER,
    report: report.id,
    month: report.month,
    version: report.version,
    state: report.state,
    currency: report.currency,
    madeAt: report.madeAt,
    catalogue: report.catalogue,
    files: files.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 })),
    imports: quality.imports.map(({ id, source, rows, files: taken }) => ({
      id,
      source,
      rows,
      files: taken.map(({ name, sha256, rows: count }) => ({ name, sha256, rows: count })),
    })),
    tie: {
      imported: exactDecimal(tie.imported),
      billed: exactDecimal(tie.billed),
      workloads: exactDecimal(tie.workloads),
      pools: exactDecimal(tie.pools),
      unallocated: exactDecimal(tie.unallocated),
      effective: exactDecimal(tie.effective),
      differences: tie.differences.map(({ name, amount }) => ({ name, amount: exactDecimal(amount) })),
      roundingLost: tie.roundingLost,
    },
    proof: proofJson(allocation),
  };
}

/** The splits with their weights, so that anyone can do them again. */
const proofJson = ({ in: before, out, hash, steps }: Allocation): JsonObject => ({
  in: amountsJson(before),
  out: amountsJson(out),
  hash,
  steps: steps.map((step) => ({ ...stepJson(step), hash: step.hash })),
});

/** With `seal`, the SHA-256 of the canonical JSON of everything else, so that the manifest guards itself too. */
export const manifestText = (manifest: JsonObject, digest: Digest): string =>
  `${JSON.stringify(sorted({ ...manifest, seal: sealOf(manifest, digest) } as Json), null, 1)}\n`;

export const sealOf = (manifest: JsonObject, digest: Digest): Sha256 => digest(canonicalJson(manifest));

/** Digest of what a report says, apart from which version says it and when. */
export function contentOf(report: CostReport, digest: Digest): Sha256 {
  const { id: _id, version: _version, madeAt: _madeAt, because: _because, numbers, ...rest } = reportJson(report);
  const said = (numbers as readonly JsonObject[]).map(({ rows: _rows, ...figure }) => figure);
  return digest(canonicalJson({ ...rest, numbers: said }));
}
