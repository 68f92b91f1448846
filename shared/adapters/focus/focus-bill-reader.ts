import { type BillFile, type ReadOptions, refuse } from "#shared/cost/batch.ts";
import type { BillFormat } from "#shared/cost/import.ts";
import type { BillReader, OpenFile } from "#shared/cost/ports.ts";

/**
 * Reads FOCUS bills in every form that we take in. The form is told by the first bytes: names lie. What reads a form
 * is loaded with the first bill of it: readers of Parquet are larger than all else that a start loads.
 */
export const focusBillReader: BillReader = {
  formatOf,
  async read(file: OpenFile, options: ReadOptions): Promise<BillFile> {
    const format = await formatOf(file);
    if (format === "parquet") {
      const { readParquetBill } = await import("#shared/adapters/focus/parquet-reader.ts");
      return readParquetBill(file, options);
    }
    const { readCsvBill } = await import("#shared/adapters/focus/csv-reader.ts");
    return readCsvBill(file, options, { gzip: format === "csv.gz" });
  },
};

async function formatOf(file: OpenFile): Promise<BillFormat> {
  if (file.bytes === 0) throw refuse(file.name, "it is empty");
  const head = new Uint8Array(await file.slice(0, Math.min(4, file.bytes)));
  const begins = (...bytes: readonly number[]): boolean => bytes.every((byte, at) => head[at] === byte);
  if (begins(0x50, 0x41, 0x52, 0x31)) return "parquet";
  if (begins(0x1f, 0x8b)) return "csv.gz";
  if (begins(0x50, 0x4b, 0x03, 0x04)) throw refuse(file.name, "it is a ZIP archive; unpack it first");
  if (begins(0xff, 0xfe) || begins(0xfe, 0xff)) throw refuse(file.name, "it is in UTF-16; save it as UTF-8");
  return "csv";
}
