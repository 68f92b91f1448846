/** The content type of each file, which is also the list of them. */
export const REPORT_FILES = {
  "report.html": "text/html; charset=utf-8",
  "report.json": "application/json",
  "allocation.csv": "text/csv; charset=utf-8",
  "ledger.csv": "text/csv; charset=utf-8",
  "manifest.json": "application/json",
} as const;

export type ReportFileName = keyof typeof REPORT_FILES;
