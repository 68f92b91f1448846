import type { OwnerOf } from "#shared/cost/attribution.ts";
import type { Rates } from "#shared/cost/currency.ts";
import type { BillReader, OpenFile } from "#shared/cost/ports.ts";
import { makeTally, type Tallied } from "#shared/cost/tally.ts";

/** How bills are read: by whom, whose rows are, and what somebody said of them beside what they say. */
export type BillReading = {
  readonly reader: Pick<BillReader, "read">;
  readonly ownerOf: OwnerOf;
  readonly alsoColumns: readonly string[];
  readonly assume?: ReadonlyMap<string, string>;
  readonly rates?: Rates;
  readonly currency?: string;
};

export type BillsRead = {
  readonly tallied: Tallied;
  /** In the order of the files. */
  readonly files: readonly { readonly rows: number; readonly extraColumns: readonly string[] }[];
};

/**
 * Reads files one after another and adds them up together; nothing is written.
 *
 * @throws BillRefused at the first thing in them that cannot be taken in
 */
export async function readBills(
  files: readonly OpenFile[],
  { reader, ownerOf, alsoColumns, assume = new Map(), rates = new Map(), currency }: BillReading,
): Promise<BillsRead> {
  const tally = makeTally({ ownerOf, rated: new Set(rates.keys()), ...(currency === undefined ? {} : { currency }) });
  const read: BillsRead["files"][number][] = [];
  for (const file of files) {
    const bill = await reader.read(file, { alsoColumns, assume });
    let rows = 0;
    for await (const batch of bill.batches()) {
      tally.add(bill, batch);
      rows += batch.rows;
    }
    read.push({ rows, extraColumns: bill.extraColumns });
  }
  return { tallied: tally.finish(), files: read };
}
