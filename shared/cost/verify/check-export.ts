import type { LedgerLine } from "#shared/cost/ledger.ts";
import { groupBy } from "#shared/cost/report/borne.ts";
import type { ExportRead } from "#shared/cost/verify/read-export.ts";
import type { Manifest } from "#shared/cost/verify/report-reader.ts";
import { expectMoney, type Notes } from "#shared/cost/verify/verify-finding.ts";
import { sumMoney } from "#shared/kernel/money.ts";

/** The original export: first that it is the one, then that it says what the report does. */
export function checkExport(
  { lines, manifest }: { lines: readonly LedgerLine[] | undefined; manifest: Manifest | undefined },
  fromExport: ExportRead,
  to: Notes,
): void {
  if (manifest !== undefined) checkFiles(manifest, fromExport, to);
  if (lines !== undefined) checkDailyTotals(lines, fromExport, to);
}

/** The export's files must be those that the report was made from, each by its digest, whatever they are called. */
function checkFiles({ imports }: Manifest, { files }: ExportRead, to: Notes): void {
  const taken = imports.flatMap((each) => each.files);
  const named = new Set(taken.map(({ sha256 }) => sha256));
  const given = new Set(files.map(({ sha256 }) => sha256));
  to.figures += taken.length;
  for (const { name, sha256 } of taken.filter((file) => !given.has(file.sha256))) {
    const expected = `the file that was taken in, with SHA-256 ${sha256}`;
    to.findings.push({
      file: "manifest.json",
      figure: `imports/${name}`,
      found: "no such file in the export",
      expected,
    });
  }
  for (const { name, sha256 } of files.filter((file) => !named.has(file.sha256))) {
    to.findings.push({
      file: name,
      figure: "sha256",
      found: sha256,
      expected: "a file that this report was made from",
    });
  }
}

const subjectOf = (line: LedgerLine): string =>
  [
    line.day,
    line.provider,
    line.service,
    line.subAccount,
    line.category,
    line.correction ? "correction" : "",
    line.invoice ?? "",
  ].join(" · ");

/** The daily totals against those of the original export, whoever bears them: no catalogue is needed. */
function checkDailyTotals(lines: readonly LedgerLine[], { lines: exported }: ExportRead, to: Notes): void {
  const [ours, theirs] = [groupBy(lines, subjectOf), groupBy(exported, subjectOf)];
  for (const subject of [...new Set([...ours.keys(), ...theirs.keys()])].toSorted()) {
    for (const column of ["billed", "effective"] as const) {
      const at = { file: "ledger.csv", figure: `${subject} · ${column}` };
      const sum = (all: readonly LedgerLine[] = []) => sumMoney(all.map(({ amounts }) => amounts[column]));
      expectMoney(to, at, [sum(ours.get(subject)), sum(theirs.get(subject))]);
    }
  }
}
