import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { focusBillReader } from "#shared/adapters/focus/focus-bill-reader.ts";
import { FolderBlobStore } from "#shared/adapters/local/files/folder-blob-store.ts";
import { folderSpendSource } from "#shared/adapters/local/files/folder-spend-source.ts";
import { readManifest } from "#shared/contracts/focus/manifest.ts";
import type { OwnerOf } from "#shared/cost/attribution.ts";
import type { BillBatch, BillFile, ReadOptions } from "#shared/cost/batch.ts";
import type { IngestDeps, IngestInput } from "#shared/cost/ingest.ts";
import type { OpenFile } from "#shared/cost/ports.ts";
import { makeTally, type Tallied } from "#shared/cost/tally.ts";
import { sha256 } from "#shared/kernel/digest.ts";
import { billingAccountKind, costImportStoreOn } from "#shared/storage/cost-import-store.ts";
import { rowKey } from "#shared/storage/record.ts";
import { memoryRecords, nodeDigest } from "#test/support/memory-records.ts";

export type BillCells = { readonly [column: string]: string };

/** A charge that nothing is wrong with: 1.25 USD of AWS Glue on 2026-10-03. */
export const CHARGE: BillCells = {
  BilledCost: "1.25",
  EffectiveCost: "1.25",
  ListCost: "1.5",
  ContractedCost: "1.25",
  BillingCurrency: "USD",
  BillingPeriodStart: "2026-10-01T00:00:00Z",
  BillingPeriodEnd: "2026-11-01T00:00:00Z",
  ChargePeriodStart: "2026-10-03T00:00:00Z",
  ChargePeriodEnd: "2026-10-04T00:00:00Z",
  ChargeCategory: "Usage",
  ChargeClass: "",
  ProviderName: "AWS",
  BillingAccountId: "111122223333",
  SubAccountId: "222233334444",
  ServiceName: "AWS Glue",
  ResourceId: "arn:aws:glue:eu-west-1:222233334444:job/orders-load",
  Tags: '{"Workload": "orders-etl"}',
};

/** A CSV of charges that differ from {@link CHARGE} as said. */
export function csvOf(rows: readonly BillCells[], columns: readonly string[] = Object.keys(CHARGE)): string {
  const quoted = (cell: string) => (/[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  const lines = rows.map((row) => columns.map((column) => quoted({ ...CHARGE, ...row }[column] ?? "")).join(","));
  return [columns.join(","), ...lines, ""].join("\n");
}

export const byWorkloadTag: OwnerOf = ({ tags }) => {
  const workload = tags.get("Workload");
  return workload === undefined ? { kind: "nobody" } : { kind: "workload", workload, by: `tag Workload=${workload}` };
};

/** Bytes that are no file of the machine. */
export const fileOf = (name: string, content: string | Uint8Array): OpenFile => {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : new Uint8Array(content);
  return {
    name,
    bytes: bytes.length,
    slice: async (start, end) => bytes.slice(start, end).buffer,
    async *chunks() {
      for (let from = 0; from < bytes.length; from += 1_000) yield bytes.slice(from, from + 1_000);
    },
    sha256: async () => sha256(nodeDigest(Buffer.from(bytes).toString("latin1"))),
    close: async () => {},
  };
};

export const NOTHING_ELSE: ReadOptions = { alsoColumns: [], assume: new Map() };

/** Everything a file adds up to, with owners by the Workload tag. */
export async function tallied(file: OpenFile, options = NOTHING_ELSE, ownerOf = byWorkloadTag): Promise<Tallied> {
  const bill = await focusBillReader.read(file, options);
  const tally = makeTally({ ownerOf, rated: new Set() });
  for await (const batch of bill.batches()) tally.add(bill, batch);
  return tally.finish();
}

export async function batchesOf(bill: BillFile): Promise<readonly BillBatch[]> {
  const all: BillBatch[] = [];
  for await (const batch of bill.batches()) all.push(batch);
  return all;
}

/** A folder of bills and an empty plane to take them in. Every state it could leave behind can be looked at. */
export function ingestWorld(ownerOf: OwnerOf = byWorkloadTag) {
  const home = mkdtempSync(join(tmpdir(), "tollgate-bills-"));
  const { records, clock, table } = memoryRecords("2026-11-02T06:00:00Z");
  const blobs = new FolderBlobStore(join(home, "blobs"));
  const imports = costImportStoreOn(records, blobs);
  const deps: IngestDeps = {
    spend: folderSpendSource(home),
    blobs,
    reader: focusBillReader,
    readManifest,
    imports,
    attribution: async () => ({ owners: { ownerOf, alsoColumns: [] }, catalogue: sha256("c".repeat(64)) }),
    clock,
    digest: nodeDigest,
  };
  const write = (name: string, content: string | Uint8Array): string => {
    mkdirSync(dirname(join(home, name)), { recursive: true });
    writeFileSync(join(home, name), content);
    return name;
  };
  const input = (...names: readonly string[]): IngestInput => ({ names, by: "function:cost-ingest" });
  const state = async () =>
    JSON.stringify(
      await Promise.all([
        table.query({ index: "list", partition: "COST-IMPORTS", limit: 100 }),
        table.query({ index: "list", partition: "COST-PERIODS", limit: 100 }),
        table.get(rowKey(billingAccountKind.name, "AWS/111122223333")),
      ]),
    );
  return { home, deps, clock, write, input, state, imports };
}
