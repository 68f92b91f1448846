import type { LedgerLine } from "#shared/cost/ledger.ts";
import type { CostReport } from "#shared/cost/report/cost-report.ts";
import { checkExport } from "#shared/cost/verify/check-export.ts";
import { checkAllocation, checkBorne, checkLedger } from "#shared/cost/verify/check-ledger.ts";
import { checkProof } from "#shared/cost/verify/check-proof.ts";
import { checkTables } from "#shared/cost/verify/check-tables.ts";
import type { ExportRead } from "#shared/cost/verify/read-export.ts";
import type { AllocationEntry, Manifest, ReportReader } from "#shared/cost/verify/report-reader.ts";
import {
  expectMoney,
  expectSameText,
  expectText,
  type Notes,
  notes,
  type VerifyFinding,
} from "#shared/cost/verify/verify-finding.ts";
import type { Digest } from "#shared/kernel/digest.ts";
import type { Result } from "#shared/kernel/result.ts";

/** The files of a report's folder, by name, as they lie there. */
export type ReportFolder = ReadonlyMap<string, Uint8Array>;

export type Verified = {
  /** Empty: everything was recomputed and is as the files say. */
  readonly findings: readonly VerifyFinding[];
  readonly report?: string;
  readonly files: number;
  readonly figures: number;
  readonly rows: number;
};

type VerifyDeps = { readonly reader: ReportReader; readonly digest: Digest };

/**
 * Recomputes a report from its files alone, and from the original export where that was read too.
 *
 * Needs no network, no state and no catalogue. Every byte of every file counts: the manifest is written in one way
 * only and seals itself, and names the digest of the others. Nothing in the files can make it throw.
 */
export function verifyReport(folder: ReportFolder, { reader, digest }: VerifyDeps, fromExport?: ExportRead): Verified {
  const to = notes();
  const texts = textsOf(folder, to);
  const manifest = checkManifest(texts.get("manifest.json"), reader, to);
  if (manifest !== undefined) checkDigests(manifest, { folder, texts, digest }, to);
  const report = read(texts.get("report.json"), { file: "report.json", parse: reader.report }, to);
  const lines = read(texts.get("ledger.csv"), { file: "ledger.csv", parse: reader.ledger }, to);
  const entries = read(texts.get("allocation.csv"), { file: "allocation.csv", parse: reader.allocation }, to);
  if (report !== undefined) {
    const form = [texts.get("report.json") ?? "", reader.writeReport(report)] as const;
    expectSameText(to, { file: "report.json", figure: "the text" }, form);
    checkTables(report, to);
    if (manifest !== undefined) checkSame(manifest, report, to);
    checkPage(texts.get("report.html"), { report, reader, manifest }, to);
    if (lines !== undefined) checkSums({ report, lines, entries, manifest }, digest, to);
  }
  if (fromExport !== undefined) checkExport({ lines, manifest }, fromExport, to);
  return {
    findings: to.findings,
    ...(report === undefined ? {} : { report: report.id }),
    files: texts.size,
    figures: to.figures,
    rows: lines?.reduce((sum, line) => sum + line.rows, 0) ?? 0,
  };
}

type Parsed = {
  readonly report: CostReport;
  readonly lines: readonly LedgerLine[];
  readonly entries: readonly AllocationEntry[] | undefined;
  readonly manifest: Manifest | undefined;
};

function checkSums({ report, lines, entries, manifest }: Parsed, digest: Digest, to: Notes): void {
  checkLedger(report, lines, to);
  if (entries !== undefined) checkAllocation(entries, { lines, report }, to);
  if (manifest !== undefined) checkBorne(report, checkProof(manifest.proof, { lines, digest }, to), to);
}

const NEEDED = ["manifest.json", "report.json", "ledger.csv", "allocation.csv", "report.html"] as const;

function textsOf(folder: ReportFolder, to: Notes): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const name of NEEDED) {
    const bytes = folder.get(name);
    if (bytes === undefined) {
      to.findings.push({ file: name, figure: "the file", found: "nothing", expected: "a file of the report" });
      continue;
    }
    try {
      texts.set(name, new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
    } catch {
      to.findings.push({ file: name, figure: "the bytes", found: "no UTF-8", expected: "UTF-8 text" });
    }
  }
  return texts;
}

function read<Value>(
  text: string | undefined,
  { file, parse }: { file: string; parse: (text: string) => Result<Value, string> },
  to: Notes,
): Value | undefined {
  if (text === undefined) return undefined;
  const result = parse(text);
  if (result.ok) return result.value;
  to.findings.push({ file, figure: "the form", found: result.error, expected: "what Tollgate writes" });
  return undefined;
}

function checkManifest(text: string | undefined, reader: ReportReader, to: Notes): Manifest | undefined {
  const file = "manifest.json";
  const parsed = read(text, { file, parse: reader.manifest }, to);
  if (parsed === undefined) return undefined;
  expectText(to, { file, figure: "seal" }, [parsed.manifest.seal, reader.sealOf(parsed.json)]);
  expectSameText(to, { file, figure: "the text" }, [text ?? "", reader.writeManifest(parsed.json)]);
  return parsed.manifest;
}

function checkDigests(
  manifest: Manifest,
  { folder, texts, digest }: { folder: ReportFolder; texts: ReadonlyMap<string, string>; digest: Digest },
  to: Notes,
): void {
  const named = new Map(manifest.files.map((file) => [file.name, file]));
  for (const name of NEEDED.filter((each) => each !== "manifest.json")) {
    const file = named.get(name);
    const text = texts.get(name);
    if (file === undefined) {
      to.findings.push({ file: "manifest.json", figure: `files/${name}`, found: "nothing", expected: "its digest" });
    } else if (text !== undefined) {
      expectText(to, { file: name, figure: "bytes" }, [`${folder.get(name)?.length ?? 0}`, `${file.bytes}`]);
      expectText(to, { file: name, figure: "sha256" }, [digest(text), file.sha256]);
    }
  }
}

/** The manifest repeats the heart of the report: both must say the same. */
function checkSame({ tie, proof, ...manifest }: Manifest, report: CostReport, to: Notes): void {
  const file = "manifest.json";
  for (const field of ["month", "version", "state", "currency", "catalogue"] as const) {
    expectText(to, { file, figure: field }, [`${manifest[field]}`, `${report[field]}`]);
  }
  expectText(to, { file, figure: "report" }, [manifest.report, report.id]);
  for (const part of ["imported", "billed", "workloads", "pools", "unallocated", "effective"] as const) {
    expectMoney(to, { file, figure: `tie/${part}` }, [tie[part], report.tie[part]]);
  }
  expectText(to, { file, figure: "tie/rounding-lost" }, [tie.roundingLost, report.tie.roundingLost]);
  expectMoney(to, { file: "report.json", figure: "proof/in" }, [report.proof.in, proof.in.effective]);
  expectMoney(to, { file: "report.json", figure: "proof/out" }, [report.proof.out, proof.out.effective]);
  expectText(to, { file: "report.json", figure: "proof/hash" }, [report.proof.hash, proof.hash]);
}

/** Every number on the page is that of the data, in value and as it is shown. */
function checkPage(
  html: string | undefined,
  { report, reader, manifest }: { report: CostReport; reader: ReportReader; manifest: Manifest | undefined },
  to: Notes,
): void {
  if (html === undefined) return;
  const file = "report.html";
  const page = reader.writePage(report);
  const expected = new Map(reader.page(page).map((each) => [each.figure, each]));
  for (const { figure, value, text } of reader.page(html)) {
    const right = expected.get(figure);
    expectText(to, { file, figure }, [
      `${value} shown as ${text}`,
      right === undefined ? "no such figure" : `${right.value} shown as ${right.text}`,
    ]);
    expected.delete(figure);
  }
  const [absent] = expected.keys();
  if (absent !== undefined) to.findings.push({ file, figure: absent, found: "nothing", expected: "the figure" });
  if (manifest?.writer === reader.writer) expectSameText(to, { file, figure: "the text" }, [html, page]);
}
