import { readManifest } from "#shared/contracts/focus/manifest.ts";
import { billOwnersOf } from "#shared/cost/bill-owner.ts";
import type { RequestBudget } from "#shared/cost/day-zero/request-budget.ts";
import type { IngestDeps } from "#shared/cost/ingest.ts";
import type { BillReader, BlobStore, SpendSource } from "#shared/cost/ports.ts";
import type { RenderReport } from "#shared/cost/report/ports.ts";
import type { PlatformPorts } from "#shared/plane/platform-ports.ts";
import { costImportStoreOn } from "#shared/storage/cost-import-store.ts";
import { costReportStoreOn } from "#shared/storage/cost-report-store.ts";
import { requestBudgetOn } from "#shared/storage/paid-request-store.ts";
import { runStoreOn } from "#shared/storage/run-store.ts";

/** What cost needs of the host beside state. */
export type CostParts = {
  /** Ledgers of bills and files of reports. */
  readonly blobs: BlobStore;
  /** Where bills come from. */
  readonly spend: SpendSource;
  readonly bills: BillReader;
  /** Whose Cost Explorer may be asked, how often a day, and how; nobody's when absent. */
  readonly explorer?: {
    readonly account: string;
    readonly mostRequests: number;
    readonly sourceOn: (budget: RequestBudget) => SpendSource;
  };
};

/** What the functions of cost use: bills and their ledgers, reports, runs. */
export function costPorts<Ports extends PlatformPorts>(ports: Ports, { blobs, spend, bills, explorer }: CostParts) {
  const { records, digest, catalogs, clock } = ports;
  const imports = costImportStoreOn(records, blobs);
  // Pages and tables are loaded for the first report that is written or read.
  const render: RenderReport = async (report, { now, book }) => {
    const { contentOf, reportFiles } = await import("#shared/rendering/cost-report/report-files.ts");
    return { content: contentOf(report, digest), files: reportFiles(report, { now, book, digest }) };
  };
  const attribution = async () => {
    const catalog = await catalogs.current();
    return { owners: billOwnersOf(catalog), catalogue: catalog.hash };
  };
  const ingestDeps: IngestDeps = { spend, blobs, reader: bills, readManifest, imports, attribution, clock, digest };
  return {
    ...ports,
    ...(explorer === undefined || explorer.mostRequests === 0 ? {} : { explorer: dayZeroOf(explorer, ports) }),
    blobs,
    imports,
    reports: costReportStoreOn(records),
    runs: runStoreOn(records),
    render,
    readerOf: async () => (await import("#shared/rendering/cost-report/report-reader.ts")).reportReader(digest),
    bills,
    catalog: catalogs,
    // Nothing measures shared things yet; a split by meter then says so.
    metersOf: async () => [],
    ingestDeps,
  };
}

/** Every request is counted in the table before it is made. */
function dayZeroOf(
  { account, mostRequests, sourceOn }: NonNullable<CostParts["explorer"]>,
  { records, clock }: Pick<PlatformPorts, "records" | "clock">,
) {
  const budget = requestBudgetOn(records, { most: mostRequests, clock, by: "function:cost-explore" });
  return { account, spend: sourceOn(budget) };
}
