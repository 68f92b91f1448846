import * as z from "zod";
import {
  StoredAmounts,
  StoredBigint,
  StoredLedgerRef,
  StoredMoney,
  StoredMonth,
  StoredSha256,
} from "#shared/contracts/stored/cost-field.ts";
import { Moment } from "#shared/contracts/stored/stored-field.ts";
import { amountsJson } from "#shared/cost/amounts.ts";
import type { CostImport, CostPeriod, ImportedPeriod, PeriodVersion } from "#shared/cost/import.ts";
import { exactDecimal } from "#shared/kernel/money.ts";

const Rows = z.int().nonnegative();

/** An import as stored, version 1. */
export const StoredCostImport: z.ZodType<CostImport> = z.strictObject({
  id: z.string().min(1),
  source: z.string().min(1),
  currency: z.string().length(3),
  files: z.array(
    z.strictObject({
      name: z.string(),
      sha256: StoredSha256,
      bytes: Rows,
      format: z.enum(["csv", "csv.gz", "parquet"]),
      rows: Rows,
      extraColumns: z.array(z.string()),
    }),
  ),
  manifest: z.exactOptional(z.strictObject({ name: z.string(), sha256: StoredSha256 })),
  rows: Rows,
  totals: StoredAmounts,
  lost: z.strictObject({ billed: StoredBigint, effective: StoredBigint, list: StoredBigint, contracted: StoredBigint }),
  missing: z.strictObject({ list: Rows, contracted: Rows }),
  periods: z.array(z.strictObject({ period: StoredMonth, rows: Rows, totals: StoredAmounts, ledger: StoredLedgerRef })),
  takenInAt: Moment,
  catalogue: StoredSha256,
  assume: z.exactOptional(z.array(z.tuple([z.string(), z.string()]))),
  rates: z.exactOptional(z.array(z.tuple([z.string(), StoredMoney]))),
});

/** A period of a source as stored, version 1. */
export const StoredCostPeriod: z.ZodType<CostPeriod> = z.strictObject({
  source: z.string().min(1),
  period: StoredMonth,
  currency: z.string().length(3),
  accounts: z.array(z.string()),
  versions: z.array(
    z.strictObject({
      version: z.int().positive(),
      import: z.string().min(1),
      rows: Rows,
      totals: StoredAmounts,
      ledger: StoredLedgerRef,
      takenInAt: Moment,
      difference: z.exactOptional(z.strictObject({ rows: z.int(), totals: StoredAmounts })),
      cause: z.exactOptional(z.literal("rule change")),
    }),
  ),
  catalogue: z.exactOptional(StoredSha256),
});

export const costImportJson = ({ assume, rates, ...made }: CostImport) => ({
  ...made,
  ...(assume === undefined ? {} : { assume: assume.map((pair) => [...pair]) }),
  ...(rates === undefined ? {} : { rates: rates.map(([currency, rate]) => [currency, exactDecimal(rate)]) }),
  files: made.files.map((file) => ({ ...file, extraColumns: [...file.extraColumns] })),
  totals: amountsJson(made.totals),
  lost: {
    billed: made.lost.billed.toString(),
    effective: made.lost.effective.toString(),
    list: made.lost.list.toString(),
    contracted: made.lost.contracted.toString(),
  },
  periods: made.periods.map(importedPeriodJson),
});

const importedPeriodJson = (period: ImportedPeriod) => ({ ...period, totals: amountsJson(period.totals) });

export const costPeriodJson = ({ versions, ...period }: CostPeriod) => ({
  ...period,
  versions: versions.map(versionJson),
});

const versionJson = ({ difference, ...version }: PeriodVersion) => ({
  ...version,
  totals: amountsJson(version.totals),
  ...(difference === undefined
    ? {}
    : { difference: { rows: difference.rows, totals: amountsJson(difference.totals) } }),
});
