import type { CostImportView } from "#shared/contracts/http/cost-imports.ts";
import { amountsJson } from "#shared/cost/amounts.ts";
import type { CostImport } from "#shared/cost/import.ts";
import { isoOf } from "#shared/kernel/time.ts";

/** An import as the API says it. */
export const importView = (made: CostImport): CostImportView => ({
  id: made.id,
  source: made.source,
  currency: made.currency,
  files: made.files.map(({ name, sha256, bytes, format, rows }) => ({ name, sha256, bytes, format, rows })),
  rows: made.rows,
  totals: amountsJson(made.totals),
  periods: made.periods.map(({ period, rows, totals }) => ({ period, rows, totals: amountsJson(totals) })),
  takenInAt: isoOf(made.takenInAt),
});
