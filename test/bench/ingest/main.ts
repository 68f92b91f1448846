import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

import { benchBill, type TagForm } from "#test/bench/ingest/generate.ts";
import { type Measured, measured, PROGRAMS, type Program } from "#test/bench/ingest/measure.ts";

/**
 * `node test/bench/ingest/main.ts [--smoke]`: a FOCUS Parquet of 2 M rows to daily totals per workload,
 * beside hyparquet decoding the same columns and nothing else. Each program runs in a process of its own.
 */
const AIM = 1.3;

const [, , mode, program, path, times] = process.argv;

if (mode === "--measure") {
  process.stdout.write(JSON.stringify(await measured(program as Program, path ?? "", Number(times))));
} else {
  await compare(mode === "--smoke" ? { rows: 20_000, times: 1 } : { rows: 2_000_000, times: 2 });
}

async function compare({ rows, times: runs }: { readonly rows: number; readonly times: number }): Promise<void> {
  console.log(
    `ingest: ${rows.toLocaleString("en")} rows of FOCUS in Parquet to daily totals per workload (best of ${runs})`,
  );
  console.log("tags  program  CPU s  wall s  peak MB  times decoding  BilledCost");
  for (const tags of ["json", "map"] as const) {
    const bill = await benchBill(rows, tags);
    const results = PROGRAMS.map((each) => [each, inItsOwnProcess(each, bill, runs)] as const);
    const base = results[0]?.[1].cpuMs ?? Number.NaN;
    for (const [each, result] of results) console.log(lineOf(tags, each, { ...result, ratio: result.cpuMs / base }));
    verdict(tags, results, base);
  }
}

function inItsOwnProcess(program: Program, path: string, times: number): Measured {
  const script = fileURLToPath(import.meta.url);
  const out = execFileSync(process.execPath, [script, "--measure", program, path, String(times)], { encoding: "utf8" });
  return JSON.parse(out) as Measured;
}

function lineOf(tags: TagForm, program: Program, { cpuMs, wallMs, peakMb, ratio, sum }: Measured & { ratio: number }) {
  return [
    tags.padEnd(4),
    program.padEnd(7),
    (cpuMs / 1_000).toFixed(2).padStart(5),
    (wallMs / 1_000).toFixed(2).padStart(6),
    String(peakMb).padStart(7),
    ratio.toFixed(2).padStart(14),
    sum,
  ].join("  ");
}

function verdict(tags: TagForm, results: readonly (readonly [Program, Measured])[], base: number): void {
  const of = (program: Program) => results.find(([each]) => each === program)?.[1];
  const [ours, duckdb] = [of("ingest"), of("duckdb")];
  if (ours?.sum !== duckdb?.sum) {
    console.error(`ingest and DuckDB differ: ${ours?.sum} and ${duckdb?.sum}`);
    process.exitCode = 1;
  }
  const ratio = (ours?.cpuMs ?? Number.NaN) / base;
  console.log(
    `${tags}: ${ratio <= AIM ? "within" : "beyond"} the aim of ${AIM} times the decoding: ${ratio.toFixed(2)}`,
  );
}
