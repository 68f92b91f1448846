import { gated } from "#infra/local/gates.ts";
import type { Ports } from "#infra/local/ports.ts";
import { focusBillReader } from "#shared/adapters/focus/focus-bill-reader.ts";
import { FolderBlobStore } from "#shared/adapters/local/files/folder-blob-store.ts";
import { folderSpendSource } from "#shared/adapters/local/files/folder-spend-source.ts";
import { readManifest } from "#shared/contracts/focus/manifest.ts";
import { billOwnersOf } from "#shared/cost/bill-owner.ts";
import type { IngestDeps } from "#shared/cost/ingest.ts";
import type { RenderReport } from "#shared/cost/report/ports.ts";
import { contentOf, reportFiles } from "#shared/rendering/cost-report/report-files.ts";
import { reportReader } from "#shared/rendering/cost-report/report-reader.ts";
import { costImportStoreOn } from "#shared/storage/cost-import-store.ts";
import { costReportStoreOn } from "#shared/storage/cost-report-store.ts";
import { runStoreOn } from "#shared/storage/run-store.ts";

/** Where bills are looked for: the whole computer, because whoever sends them here owns it. */
const BILL_ROOT = "/";

/** What the functions of cost use: bills and their ledgers, reports, runs. `files` is the folder of blobs. */
export function costPorts(ports: Ports) {
  const { records, digest, catalogs, clock } = ports;
  const blobs = gated("blobs", new FolderBlobStore(ports.files));
  const imports = costImportStoreOn(records, blobs);
  const render: RenderReport = (report, { now, book }) => ({
    content: contentOf(report, digest),
    files: reportFiles(report, { now, book, digest }),
  });
  return {
    ...ports,
    blobs,
    imports,
    reports: costReportStoreOn(records),
    runs: runStoreOn(records),
    render,
    reader: reportReader(digest),
    bills: focusBillReader,
    catalog: catalogs,
    // Nothing measures shared things on a laptop; a split by meter then says so.
    metersOf: async () => [],
    ingestDeps: async (): Promise<IngestDeps> => {
      const catalog = await catalogs.current();
      return {
        spend: folderSpendSource(BILL_ROOT),
        blobs,
        reader: focusBillReader,
        readManifest,
        imports,
        owners: billOwnersOf(catalog),
        catalogue: catalog.hash,
        clock,
        digest,
      };
    },
  };
}
