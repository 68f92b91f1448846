import { rmSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ingest } from "#shared/cost/ingest.ts";
import { makeReport } from "#shared/cost/report/make-report.ts";
import { readReport, readReportFile } from "#shared/cost/report/read-report.ts";
import type { ReportRecord } from "#shared/cost/report/report-record.ts";
import { readExport } from "#shared/cost/verify/read-export.ts";
import { exactDecimal } from "#shared/kernel/money.ts";
import { reportReader } from "#shared/rendering/cost-report/report-reader.ts";
import { verifyFolder } from "#shared/rendering/cost-report/verify-folder.ts";
import { csvOf, ingestWorld } from "#test/support/bills.ts";
import { digest } from "#test/support/catalog/resolved.ts";
import { type CostWorld, costWorld, OCTOBER } from "#test/support/cost-world.ts";

const BILL = [
  { BilledCost: "0.000000000000000001", EffectiveCost: "0.000000000000000001", InvoiceId: "8841" },
  { BilledCost: "12.34567890123", EffectiveCost: "12.34567890123", InvoiceId: "8841" },
  {
    BilledCost: "7.1",
    EffectiveCost: "7.1",
    Tags: "",
    ResourceId: "arn:aws:s3:::left-over",
    ServiceName: "Amazon S3",
    InvoiceId: "8841",
  },
  {
    BilledCost: "3.3",
    EffectiveCost: "3.3",
    ChargeCategory: "Tax",
    Tags: "",
    ResourceId: "",
    ServiceName: "Tax",
    InvoiceId: "8841",
  },
  { BilledCost: "-2.5", EffectiveCost: "-2.5", ChargeCategory: "Credit", Tags: "", ResourceId: "", InvoiceId: "8841" },
  { BilledCost: "1.00000000000000000025", EffectiveCost: "1", InvoiceId: "8842" },
];
const COLUMNS = [
  ...Object.keys(BILL[0] ?? {}),
  ...[
    "ListCost",
    "ContractedCost",
    "BillingCurrency",
    "BillingPeriodStart",
    "BillingPeriodEnd",
    "ChargePeriodStart",
    "ChargePeriodEnd",
    "ChargeCategory",
    "ChargeClass",
    "ProviderName",
    "BillingAccountId",
    "SubAccountId",
    "ServiceName",
    "ResourceId",
    "Tags",
  ],
];

let bills: ReturnType<typeof ingestWorld>;
let world: CostWorld;
beforeEach(() => {
  bills = ingestWorld();
  world = costWorld();
});
afterEach(() => {
  world.close();
  rmSync(bills.home, { recursive: true, force: true });
});

async function reported(): Promise<{ record: ReportRecord; folder: Map<string, Uint8Array> }> {
  bills.write("october.csv", csvOf(BILL, COLUMNS));
  const taken = await ingest(bills.input("october.csv"), bills.deps);
  expect(taken).toMatchObject({ ok: true });
  const deps = { ...world, imports: bills.imports };
  const made = await makeReport({ report: "finance-monthly", title: "Close", month: OCTOBER, by: "fatima" }, deps);
  if (!made.ok) throw new Error(made.error.kind);
  const folder = new Map<string, Uint8Array>();
  for (const { name } of made.value.record.files) {
    folder.set(name, new TextEncoder().encode(await readReportFile(made.value.record, name, world.blobs)));
  }
  return { record: made.value.record, folder };
}

const exported = (name: string) => readExport({ names: [name], month: OCTOBER, currency: "USD" }, bills.deps);

test("a bill of a few rows is reported to the last digit, with what rounding took as a line of its own", async () => {
  const { record } = await reported();
  const { billed, workloads, pools, unallocated } = record.totals;
  expect([billed, workloads, pools, unallocated].map(exactDecimal)).toEqual([
    "21.245678901230000001",
    "13.345678901230000001",
    "0.8",
    "7.1",
  ]);
  expect(record).toMatchObject({ state: "FINAL", tied: true, roundingLost: "0.00000000000000000025" });
  const { report } = await readReport(record, { blobs: world.blobs, reader: reportReader(digest) });
  expect(report.tie.invoices.map(({ invoice, billed: amount }) => [invoice, exactDecimal(amount)])).toEqual([
    ["8841", "20.245678901230000001"],
    ["8842", "1"],
  ]);
});

test("and is confirmed from its own files and from the export that it came from", async () => {
  const { folder } = await reported();
  const from = await exported("october.csv");
  if (!from.ok) throw new Error(from.error.file);
  expect(verifyFolder(folder, digest, from.value).findings).toEqual([]);
});

test("another export than the one it came from is told by its files, then by day, service and account, to the atto", async () => {
  const { folder } = await reported();
  const [first, ...rest] = BILL;
  bills.write("other.csv", csvOf([{ ...first, BilledCost: "0.000000000000000002" }, ...rest], COLUMNS));
  const from = await exported("other.csv");
  if (!from.ok) throw new Error(from.error.file);
  const { findings, sentences } = verifyFolder(folder, digest, from.value);
  expect(findings).toHaveLength(3);
  expect(findings.slice(0, 2).map(({ file, figure }) => `${figure} of ${file}`)).toEqual([
    "imports/october.csv of manifest.json",
    "sha256 of other.csv",
  ]);
  expect(findings[2]).toMatchObject({
    file: "ledger.csv",
    found: "12.345678901230000001",
    expected: "12.345678901230000002",
  });
  expect(sentences[2]).toContain("2026-10-03 · AWS · AWS Glue · 222233334444 · Usage");
});

test("an export that is not there is refused by name", async () => {
  expect(await exported("nowhere.csv")).toMatchObject({ ok: false, error: { file: "nowhere.csv" } });
});
