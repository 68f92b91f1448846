import type { CostReport } from "#shared/cost/report/cost-report.ts";
import { monthWords } from "#shared/rendering/calendar-words.ts";
import { qualitySection, restatementSection, tieSection } from "#shared/rendering/cost-report/evidence-sections.ts";
import { movementSection, moversSection } from "#shared/rendering/cost-report/movement-sections.ts";
import { fiveNumbers, opening } from "#shared/rendering/cost-report/opening.ts";
import { jobsSection, matrixSection, unallocatedSection } from "#shared/rendering/cost-report/owner-sections.ts";
import { penOf } from "#shared/rendering/cost-report/page-parts.ts";
import { pageStyle } from "#shared/rendering/cost-report/page-style.ts";
import { monthsSection, workloadsSection } from "#shared/rendering/cost-report/spend-sections.ts";
import { markup, verbatim } from "#shared/rendering/markup.ts";

/**
 * The report as one HTML file: no script, nothing fetched, for screen and A4, light and dark. Pure:
 * the same report gives the same bytes.
 */
export function reportPage(report: CostReport): string {
  const pen = penOf(report.currency);
  const restated = restatementSection(report, pen);
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${monthWords(report.month)}: ${report.title}</title>
<style>${verbatim(pageStyle(`${report.id} · splits ${report.proof.hash}`))}</style>
</head>
<body>
${opening(report)}${fiveNumbers(report, pen)}<main>
${report.state === "RESTATED" ? restated : undefined}${movementSection(report, pen)}${monthsSection(report, pen)}${workloadsSection(report, pen)}${moversSection(report, pen)}${jobsSection(report, pen)}${unallocatedSection(report, pen)}${matrixSection(report, pen)}${tieSection(report, pen)}${report.state === "RESTATED" ? undefined : restated}${qualitySection(report, pen)}</main>
<footer><p>Report ${report.id}. Amounts in ${report.currency}, rounded once for reading; the exact value of each is on hover, in report.json and in allocation.csv. Charged on effective cost, reconciled on billed cost. Bills count days in UTC.</p>
<p>Proof of the splits: <code>${report.proof.hash}</code>. Catalogue: <code>${report.catalogue}</code>. Check all of it offline with <code>tollgate cost verify</code> on the folder of this file; manifest.json holds the SHA-256 of each file.</p></footer>
</body>
</html>
`.markup;
}
