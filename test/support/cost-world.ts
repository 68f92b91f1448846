import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { focusBillReader } from "#shared/adapters/focus/focus-bill-reader.ts";
import { FolderBlobStore } from "#shared/adapters/local/files/folder-blob-store.ts";
import type { Catalog } from "#shared/catalog/catalog.ts";
import type { GovernanceDocument } from "#shared/catalog/documents/governance-document.ts";
import { sumAmounts } from "#shared/cost/amounts.ts";
import type { CostPeriod } from "#shared/cost/import.ts";
import { type LedgerLine, type Month, month } from "#shared/cost/ledger.ts";
import type { DueReportsDeps } from "#shared/cost/report/make-due-reports.ts";
import type { PeriodCost } from "#shared/cost/report/report-input.ts";
import { groupName } from "#shared/kernel/ids.ts";
import { contentOf, reportFiles } from "#shared/rendering/cost-report/report-files.ts";
import { costImportStoreOn } from "#shared/storage/cost-import-store.ts";
import { costReportStoreOn } from "#shared/storage/cost-report-store.ts";
import { runStoreOn } from "#shared/storage/run-store.ts";
import { catalogOf, digest } from "#test/support/catalog/resolved.ts";
import { accounts, company, directory, team } from "#test/support/catalog/saltmarsh.ts";
import { PLANS, usd } from "#test/support/cost-company.ts";
import { importOf } from "#test/support/cost-year.ts";
import { memoryRecords } from "#test/support/memory-records.ts";

const from = month("2025-01");

/** The company of `cost-company.ts` as documents: its workloads, two split rules and its monthly report. */
export const DOCUMENTS: readonly GovernanceDocument[] = [
  company,
  directory,
  ...accounts,
  ...["orders", "finance", "science", "people", "platform"].map((id) => team(id, `${id}-engineers`)),
  ...PLANS.map(({ id, team: owner, budget }) => ({
    kind: "Workload" as const,
    id,
    team: owner,
    tier: 2 as const,
    ...(budget === undefined ? {} : { budget: { money: usd(budget), currency: "USD" } }),
  })),
  { kind: "AllocationRule", id: "support", team: "finance", pool: "support", split: { by: "spend" }, from },
  { kind: "AllocationRule", id: "taxes", team: "finance", pool: "tax", split: { by: "even" }, from },
  {
    kind: "Report",
    id: "finance-monthly",
    title: "Cost of the data platform, for the close",
    team: "finance",
    report: "cost-monthly",
    schedule: "0 8 3 * *",
    formats: ["html", "csv"],
    send: [],
    signOff: { kind: "team", team: "finance", part: "lead" },
  },
];

export type CostWorld = DueReportsDeps & {
  readonly clock: ReturnType<typeof memoryRecords>["clock"];
  readonly blobs: FolderBlobStore;
  /** Takes a period's lines in as one import of a source, superseding what it sent before. */
  readonly takeIn: (cost: Pick<PeriodCost, "period" | "lines" | "resources">, source?: string) => Promise<void>;
  readonly close: () => void;
};

/** Everything a report is made with, on a table in memory and a folder that `close` removes. */
export function costWorld(
  now = "2026-11-03T09:00:00Z",
  documents: readonly GovernanceDocument[] = DOCUMENTS,
): CostWorld {
  const { records, clock } = memoryRecords(now);
  const root = mkdtempSync(join(tmpdir(), "tollgate-cost-"));
  const blobs = new FolderBlobStore(root);
  const imports = costImportStoreOn(records, blobs);
  const catalog: Catalog = catalogOf(documents);
  return {
    clock,
    blobs,
    imports,
    reports: costReportStoreOn(records),
    runs: runStoreOn(records),
    digest,
    metersOf: async () => [],
    bills: focusBillReader,
    catalog: { current: async () => catalog },
    render: async (report, parts) => ({
      content: contentOf(report, digest),
      files: reportFiles(report, { ...parts, digest }),
    }),
    async takeIn({ period, lines, resources }, source = "aws-focus") {
      const place = digest(JSON.stringify(lines, (_, value) => (typeof value === "bigint" ? `${value}` : value))).slice(
        0,
        24,
      );
      const ledger = await imports.keepLedger(place, { period, currency: "USD", lines, resources });
      const bare = importOf({ period, lines, resources, allocation: NOTHING });
      const made = {
        ...bare,
        id: place,
        source,
        takenInAt: clock.now(),
        periods: bare.periods.map((each) => ({ ...each, ledger })),
      };
      const stored = await imports.period(source, period);
      const totals = sumAmounts(lines.map(({ amounts }) => amounts));
      const versions = stored?.value.versions ?? [];
      const version = {
        version: versions.length + 1,
        import: place,
        rows: made.rows,
        totals,
        takenInAt: clock.now(),
        ledger,
      };
      const value: CostPeriod = {
        source,
        period,
        currency: "USD",
        accounts: [source],
        versions: [...versions, version],
      };
      if (!(await imports.commit({ made, periods: [{ stored, value }], accounts: [], by: "test" })))
        throw new Error("not taken in");
    },
    close: () => rmSync(root, { recursive: true, force: true }),
  };
}

const NOTHING = {
  period: from,
  matrix: [],
  steps: [],
  in: sumAmounts([]),
  out: sumAmounts([]),
  hash: digest("nothing"),
};

export const withoutInvoice = (lines: readonly LedgerLine[]): readonly LedgerLine[] =>
  lines.map(({ invoice: _, ...line }) => line);

export const OCTOBER: Month = month("2026-10");

export const FINANCE = { lead: groupName("finance-leads"), analyst: groupName("finance-analysts") };
