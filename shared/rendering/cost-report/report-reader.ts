import { CostReportDocument } from "#shared/contracts/stored/cost-report-document.ts";
import { CostReportManifest } from "#shared/contracts/stored/cost-report-evidence.ts";
import type { AllocationEntry, PageFigure, ReportReader } from "#shared/cost/verify/report-reader.ts";
import type { Digest } from "#shared/kernel/digest.ts";
import type { JsonObject } from "#shared/kernel/json.ts";
import { parseMoney } from "#shared/kernel/money.ts";
import { err, ok, type Result } from "#shared/kernel/result.ts";
import { ALLOCATION_COLUMNS } from "#shared/rendering/cost-report/allocation-csv.ts";
import { ledgerCsv, readLedgerCsv } from "#shared/rendering/cost-report/ledger-csv.ts";
import { manifestText, sealOf, WRITER } from "#shared/rendering/cost-report/report-files.ts";
import { reportJsonText } from "#shared/rendering/cost-report/report-json.ts";
import { reportPage } from "#shared/rendering/cost-report/report-page.ts";
import { plainCell, readCsv } from "#shared/rendering/csv.ts";

type Schema<Value> = {
  safeParse(
    value: unknown,
  ):
    | { success: true; data: Value }
    | { success: false; error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] } };
};

/** Reads the files that {@link reportFiles} wrote, here or elsewhere. */
export const reportReader = (digest: Digest): ReportReader => ({
  writer: WRITER,
  manifest: (text) => {
    const json = jsonOf(text);
    if (!json.ok) return json;
    const manifest = shaped(json.value, CostReportManifest);
    return manifest.ok ? ok({ manifest: manifest.value, json: json.value as JsonObject }) : manifest;
  },
  writeManifest: (json) => manifestText(unsealed(json), digest),
  sealOf: (json) => sealOf(unsealed(json), digest),
  report: (text) => {
    const json = jsonOf(text);
    return json.ok ? shaped(json.value, CostReportDocument) : json;
  },
  writeReport: reportJsonText,
  ledger: (text) => {
    const lines = readLedgerCsv(text);
    return "found" in lines ? err(`line ${lines.line}: ${lines.found}`) : ok(lines);
  },
  writeLedger: ledgerCsv,
  allocation: readAllocation,
  page: figuresOf,
  writePage: reportPage,
});

function unsealed(json: JsonObject): JsonObject {
  const { seal: _, ...rest } = json;
  return rest;
}

function jsonOf(text: string): Result<unknown, string> {
  try {
    return ok(JSON.parse(text));
  } catch {
    return err("no JSON");
  }
}

function shaped<Value>(json: unknown, schema: Schema<Value>): Result<Value, string> {
  const result = schema.safeParse(json);
  if (result.success) return ok(result.data);
  const [first] = result.error.issues;
  return err(`/${first?.path.map(String).join("/") ?? ""}: ${first?.message ?? "not as it must be"}`);
}

function readAllocation(text: string): Result<readonly AllocationEntry[], string> {
  const read = readCsv(text);
  if (!("rows" in read)) return err(`line ${read.line}: ${read.found}`);
  const [head, ...rows] = read.rows;
  if (head?.join() !== ALLOCATION_COLUMNS.join()) return err("line 1: other columns than an allocation has");
  const entries: AllocationEntry[] = [];
  for (const [index, row] of rows.entries()) {
    const cells = row.map(plainCell);
    const [entry = "", , , bearer = "", , pool = ""] = cells;
    const [billed, effective] = cells.slice(12).map((cell) => parseMoney(cell));
    if (cells.length !== ALLOCATION_COLUMNS.length || billed === undefined || effective === undefined) {
      return err(`line ${index + 2}: ${row.join(",").slice(0, 120)}`);
    }
    entries.push({ entry, bearer, pool, billed, effective });
  }
  return ok(entries);
}

/** The `<data>` elements of a page. */
const figuresOf = (html: string): readonly PageFigure[] =>
  [...html.matchAll(/<data value="([^"]*)" data-figure="([^"]*)"[^>]*>([^<]*)<\/data>/g)].map(
    ([, value = "", figure = "", text = ""]) => ({ figure, value, text }),
  );
