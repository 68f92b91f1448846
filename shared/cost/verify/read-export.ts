import type { Refusal } from "#shared/cost/batch.ts";
import { inOneCurrency, type Rates } from "#shared/cost/currency.ts";
import { openDelivery, type ReadManifest, unlessRefused } from "#shared/cost/delivery.ts";
import type { LedgerLine, Month } from "#shared/cost/ledger.ts";
import type { BillReader, SpendSource } from "#shared/cost/ports.ts";
import { readBills } from "#shared/cost/read-bills.ts";
import type { Sha256 } from "#shared/kernel/digest.ts";
import type { Result } from "#shared/kernel/result.ts";

export type ExportNamed = {
  /** Files, folders or a manifest, as for taking them in. */
  readonly names: readonly string[];
  readonly month: Month;
  readonly currency: string;
  /** As it was taken in with: columns that the files lack, and rates. */
  readonly assume?: ReadonlyMap<string, string>;
  readonly rates?: Rates;
};

export type ExportDeps = {
  readonly spend: SpendSource;
  readonly reader: BillReader;
  readonly readManifest: ReadManifest;
};

export type ExportRead = {
  readonly lines: readonly LedgerLine[];
  readonly files: readonly { readonly name: string; readonly sha256: Sha256 }[];
};

/**
 * The daily totals of an original export in one month, read and added up anew by the code that takes bills in.
 *
 * Whoever bears them: without a catalogue everything that is no pool is nobody's, which a comparison by day,
 * service, account, category and invoice does not see. Nothing is kept.
 */
export const readExport = (named: ExportNamed, deps: ExportDeps): Promise<Result<ExportRead, Refusal>> =>
  unlessRefused(async () => {
    const delivery = await openDelivery(named.names, deps);
    try {
      const rates = named.rates ?? new Map();
      const { tallied } = await readBills(
        delivery.files.map(({ file }) => file),
        { ...named, ownerOf: () => ({ kind: "nobody" }), alsoColumns: [], reader: deps.reader },
      );
      const { lines } = inOneCurrency<LedgerLine>(tallied.lines, { currency: named.currency, rates });
      return {
        lines: lines.filter(({ period }) => period === named.month),
        files: delivery.files.map(({ file, sha256 }) => ({ name: file.name, sha256 })),
      };
    } finally {
      await delivery.close();
    }
  });
