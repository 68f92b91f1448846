import { existsSync, mkdirSync, renameSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SchemaElement } from "hyparquet";
import { fileWriter, ParquetWriter } from "hyparquet-writer";
import { TEXT_COLUMNS } from "#shared/cost/batch.ts";

/** How tags are written: AWS exports a MAP, Azure and OCI a JSON text. */
export type TagForm = "map" | "json";

const GROUP = 100_000;

const SERVICES = [
  "AWS Glue",
  "Amazon Simple Storage Service",
  "Amazon Redshift",
  "Amazon EMR",
  "AWS Lambda",
  "Amazon Athena",
];

/** The path of a bill of `rows` rows: hourly charges of 4,000 resources over October 2026; made once per machine. */
export async function benchBill(rows: number, tags: TagForm): Promise<string> {
  const folder = join(tmpdir(), "tollgate-bench");
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `focus-v1-${rows}-${tags}.parquet`);
  if (existsSync(path)) return path;
  const writing = `${path}.${process.pid}`;
  const writer = new ParquetWriter({ writer: fileWriter(writing), schema: schemaOf(tags) });
  for (let from = 0; from < rows; from += GROUP) {
    const count = Math.min(GROUP, rows - from);
    await writer.write({ columnData: columnsOf(from, count, tags), rowGroupSize: GROUP });
  }
  await writer.finish();
  renameSync(writing, path);
  return path;
}

function schemaOf(tags: TagForm): SchemaElement[] {
  const text = (name: string): SchemaElement => ({
    name,
    type: "BYTE_ARRAY",
    converted_type: "UTF8",
    repetition_type: "OPTIONAL",
  });
  const moment = (name: string): SchemaElement => ({
    name,
    type: "INT64",
    converted_type: "TIMESTAMP_MILLIS",
    repetition_type: "OPTIONAL",
  });
  const cost = (name: string): SchemaElement => ({ name, type: "DOUBLE", repetition_type: "OPTIONAL" });
  const map: SchemaElement[] = [
    { name: "Tags", converted_type: "MAP", repetition_type: "OPTIONAL", num_children: 1 },
    { name: "key_value", repetition_type: "REPEATED", num_children: 2 },
    { name: "key", type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "REQUIRED" },
    { name: "value", type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "OPTIONAL" },
  ];
  return [
    { name: "schema", num_children: TEXT_COLUMNS.length + 4 + 4 + 1, repetition_type: "REQUIRED" },
    ...TEXT_COLUMNS.map(text),
    ...["BillingPeriodStart", "BillingPeriodEnd", "ChargePeriodStart", "ChargePeriodEnd"].map(moment),
    ...["BilledCost", "EffectiveCost", "ListCost", "ContractedCost"].map(cost),
    ...(tags === "map" ? map : [text("Tags")]),
  ];
}

/** A number that looks drawn, the same on every machine. */
const drawn = (seed: number): number => {
  let hash = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
};

function columnsOf(from: number, count: number, tags: TagForm) {
  const rows = Array.from({ length: count }, (_, at) => rowOf(from + at));
  const hour = (row: Row, plus: number) => new Date(Date.UTC(2026, 9, 1) + (row.hour + plus) * 3_600_000);
  return [
    ...TEXT_COLUMNS.map((name) => ({ name, data: rows.map((row) => row.texts[name] ?? null) })),
    { name: "BillingPeriodStart", data: rows.map(() => new Date("2026-10-01T00:00:00Z")) },
    { name: "BillingPeriodEnd", data: rows.map(() => new Date("2026-11-01T00:00:00Z")) },
    { name: "ChargePeriodStart", data: rows.map((row) => hour(row, 0)) },
    { name: "ChargePeriodEnd", data: rows.map((row) => hour(row, 1)) },
    { name: "BilledCost", data: rows.map((row) => row.cost) },
    { name: "EffectiveCost", data: rows.map((row) => row.cost) },
    { name: "ListCost", data: rows.map((row) => row.list) },
    { name: "ContractedCost", data: rows.map((row) => row.cost) },
    { name: "Tags", data: rows.map((row) => (tags === "json" ? row.tags && JSON.stringify(row.tags) : row.tags)) },
  ];
}

type Row = ReturnType<typeof rowOf>;

function rowOf(index: number) {
  const chance = drawn(index);
  const resource = drawn(index + 0x5bd1e995) % 4_000;
  const service = SERVICES[resource % SERVICES.length] ?? "";
  const tax = chance % 1_000 === 0;
  const workload = resource % 5 === 0 ? undefined : `workload-${resource % 40}`;
  const texts: { readonly [name in (typeof TEXT_COLUMNS)[number]]?: string } = {
    ProviderName: "AWS",
    BillingAccountId: "111122223333",
    SubAccountId: `11112222${String(3_000 + (resource % 12))}`,
    ServiceName: service,
    ChargeCategory: tax ? "Tax" : "Usage",
    ChargeDescription: `$0.44 per Data Processing Unit-Hour of ${service}, tier ${resource % 7}`,
    ...(tax
      ? {}
      : {
          ResourceId: `arn:aws:glue:eu-west-1:111122223333:job/load-${resource}`,
          ResourceName: `load-${resource}`,
          ResourceType: "Job",
        }),
    RegionId: resource % 3 === 0 ? "eu-central-1" : "eu-west-1",
    BillingCurrency: "USD",
  };
  const cost = (chance % 1_000_003) / 1e8;
  return {
    texts,
    hour: drawn(index + 77) % 744,
    cost,
    list: Math.round(cost * 1.25e10) / 1e10,
    tags: tax
      ? undefined
      : {
          environment: resource % 4 === 0 ? "dev" : "prod",
          team: `team-${resource % 9}`,
          ...(workload === undefined ? {} : { Workload: workload }),
        },
  };
}
