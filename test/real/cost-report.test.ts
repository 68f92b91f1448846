import { rmSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { folderSpendSource } from "#shared/adapters/local/files/folder-spend-source.ts";
import { ingest } from "#shared/cost/ingest.ts";
import { type Month, month } from "#shared/cost/ledger.ts";
import { makeReport } from "#shared/cost/report/make-report.ts";
import { readReportFile } from "#shared/cost/report/read-report.ts";
import { readExport } from "#shared/cost/verify/read-export.ts";
import { verifyFolder } from "#shared/rendering/cost-report/verify-folder.ts";
import { ingestWorld } from "#test/support/bills.ts";
import { digest } from "#test/support/catalog/resolved.ts";
import { costWorld } from "#test/support/cost-world.ts";

const DATA = resolve(process.env["TOLLGATE_DATA"] ?? "../shared/data");

test.each([
  { file: "focus/focus-1.0-official/focus_sample_1000.csv", months: ["2024-09"] },
  { file: "focus/focus-1.0-13months-synthetic/focus_sample.parquet", months: "all" as const },
])("the reports of $file tie and are confirmed from their files and from the export", async ({ file, months }) => {
  const bills = ingestWorld();
  const world = costWorld("2027-06-01T00:00:00Z");
  try {
    const deps = { ...bills.deps, spend: folderSpendSource(DATA) };
    const taken = await ingest({ names: [file], by: "test" }, deps);
    if (!taken.ok) throw new Error(JSON.stringify(taken.error));
    const covered: readonly Month[] = taken.value.import.periods.map(({ period }) => period);
    for (const each of months === "all" ? [covered.at(0), covered.at(-2)] : months.map(month)) {
      if (each === undefined) throw new Error("the file covers too few months");
      const asked = { report: "finance-monthly", title: "Close", month: each, by: "test" };
      const made = await makeReport(asked, { ...world, imports: bills.imports });
      if (!made.ok) throw new Error(made.error.kind);
      const { record } = made.value;
      expect(record.tied, each).toBe(true);
      const folder = new Map<string, Uint8Array>();
      for (const { name } of record.files) {
        folder.set(name, new TextEncoder().encode(await readReportFile(record, name, world.blobs)));
      }
      const from = await readExport({ names: [file], month: each, currency: record.currency }, deps);
      expect(from.ok && verifyFolder(folder, digest, from.value).sentences, each).toEqual([]);
    }
  } finally {
    world.close();
    rmSync(bills.home, { recursive: true, force: true });
  }
});
