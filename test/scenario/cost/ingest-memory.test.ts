import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileWriter, ParquetWriter } from "hyparquet-writer";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { csvOf } from "#test/support/bills.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tollgate-memory-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Seen = {
  readonly peakMb: number;
  readonly rows: number;
  readonly resources: number;
  readonly billed: string;
};

/** In a process of its own, because memory is the process's. */
const seen = (path: string): Seen =>
  JSON.parse(
    execFileSync(process.execPath, ["--expose-gc", "test/bench/ingest/memory.ts", path], { encoding: "utf8" }),
  );

const GROUP = 20_000;

/** Charges of 0.25 USD on some resource each, in row groups of one size. */
async function parquetOf(rows: number): Promise<string> {
  const path = join(folder, `${rows}.parquet`);
  const text = (name: string) =>
    ({ name, type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "OPTIONAL" }) as const;
  const moment = (name: string) =>
    ({ name, type: "INT64", converted_type: "TIMESTAMP_MILLIS", repetition_type: "OPTIONAL" }) as const;
  const cost = (name: string) => ({ name, type: "DOUBLE", repetition_type: "OPTIONAL" }) as const;
  const TEXTS = { BillingCurrency: "USD", ChargeCategory: "Usage", ServiceName: "AWS Glue" };
  const MOMENTS = ["BillingPeriodStart", "ChargePeriodStart"];
  const COSTS = ["BilledCost", "EffectiveCost", "ListCost", "ContractedCost"];
  const columns = [
    ...[...Object.keys(TEXTS), "ResourceId", "Tags"].map(text),
    ...MOMENTS.map(moment),
    ...COSTS.map(cost),
  ];
  const schema = [{ name: "schema", num_children: columns.length, repetition_type: "REQUIRED" as const }, ...columns];
  const writer = new ParquetWriter({ writer: fileWriter(path), schema });
  for (let from = 0; from < rows; from += GROUP) {
    const all = <Value>(of: (row: number) => Value) => Array.from({ length: GROUP }, (_, at) => of(from + at));
    await writer.write({
      columnData: [
        ...Object.entries(TEXTS).map(([name, value]) => ({ name, data: all(() => value) })),
        { name: "ResourceId", data: all((row) => `arn:aws:glue:eu-west-1:1:job/load-${row % 4_000}`) },
        { name: "Tags", data: all((row) => `{"Workload":"workload-${row % 40}"}`) },
        ...MOMENTS.map((name) => ({ name, data: all(() => new Date("2026-10-01T00:00:00Z")) })),
        ...COSTS.map((name) => ({ name, data: all(() => 0.25) })),
      ],
      rowGroupSize: GROUP,
    });
  }
  await writer.finish();
  return path;
}

/** The same, each row on a resource of its own: the most that a bill can ask of memory. */
function csvOfDistinct(rows: number): string {
  const path = join(folder, `${rows}.csv`);
  const [head = "", row = ""] = csvOf([{ ResourceId: "@", BilledCost: "0.25" }]).split("\n");
  const handle = openSync(path, "w");
  writeSync(handle, `${head}\n`);
  for (let from = 0; from < rows; from += 10_000) {
    const lines = Array.from({ length: 10_000 }, (_, at) =>
      row.replace("@", `arn:aws:s3:::bucket-number-${from + at}`),
    );
    writeSync(handle, `${lines.join("\n")}\n`);
  }
  closeSync(handle);
  return path;
}

describe("what a bill needs of memory", () => {
  test("follows the writer's row group, not the file: five times the rows need as much", async () => {
    const [one, five] = [seen(await parquetOf(40_000)), seen(await parquetOf(200_000))];
    expect([one.rows, five.rows, one.billed, five.billed]).toEqual([40_000, 200_000, "10000", "50000"]);
    expect(five.peakMb / one.peakMb, `${one.peakMb} MB, ${five.peakMb} MB`).toBeLessThan(2);
  }, 240_000);

  test("is bounded when every row names a resource of its own: the smallest are folded, and nothing is lost", () => {
    const [one, three] = [seen(csvOfDistinct(110_000)), seen(csvOfDistinct(330_000))];
    expect([one.billed, three.billed]).toEqual(["27500", "82500"]);
    expect(three.resources).toBeLessThanOrEqual(100_001);
    expect(three.peakMb / one.peakMb, `${one.peakMb} MB, ${three.peakMb} MB`).toBeLessThan(2);
  }, 240_000);
});
