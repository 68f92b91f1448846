import { DuckDBInstance } from "@duckdb/node-api";
import { asyncBufferFromFile, parquetMetadataAsync, parquetRead } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { focusBillReader } from "#shared/adapters/focus/focus-bill-reader.ts";
import { openLocalFile } from "#shared/adapters/local/files/open-file.ts";
import { makeTally } from "#shared/cost/tally.ts";
import { exactDecimal } from "#shared/kernel/money.ts";

/** What each program of the comparison answers. Sums are of the BilledCost column, to show that all read the same. */
export type Measured = {
  readonly cpuMs: number;
  readonly wallMs: number;
  readonly peakMb: number;
  readonly sum: string;
};

export const PROGRAMS = ["decode", "ingest", "duckdb"] as const;

export type Program = (typeof PROGRAMS)[number];

/** Runs one program `times` over and keeps its fastest run. Called in a process of its own: memory is the process's. */
export async function measured(program: Program, path: string, times: number): Promise<Measured> {
  let best: Omit<Measured, "peakMb"> | undefined;
  for (let run = 0; run < times; run += 1) {
    const [cpu, wall] = [process.cpuUsage(), performance.now()];
    const sum = await RUN[program](path);
    const used = process.cpuUsage(cpu);
    const cpuMs = Math.round((used.user + used.system) / 1_000);
    if (best === undefined || cpuMs < best.cpuMs) best = { cpuMs, wallMs: Math.round(performance.now() - wall), sum };
  }
  if (best === undefined) throw new RangeError("Run it once at least");
  return { ...best, peakMb: Math.round(process.resourceUsage().maxRSS / 1_024) };
}

const RUN: { readonly [program in Program]: (path: string) => Promise<string> } = {
  decode: decoded,
  ingest: ingested,
  duckdb: byDuckDb,
};

/** The yardstick: hyparquet decodes every column that ingest reads, a row group at a time, and drops them. */
async function decoded(path: string): Promise<string> {
  const file = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file);
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    await parquetRead({ file, metadata, compressors, rowStart, rowEnd, onChunk: () => {} });
    rowStart = rowEnd;
  }
  return "-";
}

/** Our own: checked, attributed by the Workload tag, added up by day and per resource. */
async function ingested(path: string): Promise<string> {
  const file = await openLocalFile(path, path);
  try {
    const bill = await focusBillReader.read(file, { alsoColumns: [], assume: new Map() });
    const tally = makeTally({
      rated: new Set(),
      ownerOf: ({ tags }) => {
        const workload = tags.get("Workload");
        return workload === undefined ? { kind: "nobody" } : { kind: "workload", workload, by: "tag Workload" };
      },
    });
    for await (const batch of bill.batches()) tally.add(bill, batch);
    return exactDecimal(tally.finish().columns.billed);
  } finally {
    await file.close();
  }
}

/** Native code with exact decimals, for scale: the same groups, on two threads. */
async function byDuckDb(path: string): Promise<string> {
  const database = await (await DuckDBInstance.create()).connect();
  const tag = path.includes("-map.") ? `Tags['Workload']` : `json_extract_string(Tags, '$.Workload')`;
  const result = await database.runAndReadAll(`
    with daily as (
      select cast(ChargePeriodStart as date) as day, ${tag} as workload, ServiceName, SubAccountId, ChargeCategory,
        sum(cast(BilledCost as decimal(38, 10))) as billed, sum(cast(EffectiveCost as decimal(38, 10))) as effective,
        sum(cast(ListCost as decimal(38, 10))) as list, sum(cast(ContractedCost as decimal(38, 10))) as contracted
      from '${path}' group by all)
    select cast(sum(billed) as varchar) as billed from daily where effective is not null and list + contracted is not null`);
  return String(result.getRows()[0]?.[0]).replace(/\.?0+$/, "");
}
