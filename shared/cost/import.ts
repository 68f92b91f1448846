import type { Amounts } from "#shared/cost/ledger.ts";
import type { Month } from "#shared/kernel/calendar.ts";
import type { Sha256 } from "#shared/kernel/digest.ts";
import type { Money } from "#shared/kernel/money.ts";
import type { EpochMillis } from "#shared/kernel/time.ts";

export type BillFormat = "csv" | "csv.gz" | "parquet";

/** A file as it was taken in. Its bytes are kept under `sha256` and never change. */
export type ImportedFile = {
  /** As the person or the manifest named it. */
  readonly name: string;
  readonly sha256: Sha256;
  readonly bytes: number;
  readonly format: BillFormat;
  readonly rows: number;
  /** Columns beyond those of FOCUS that the file has: counted, not read. */
  readonly extraColumns: readonly string[];
};

/** What rounding to 10^-18 took from each column, in units of 10^-36. Zero for nearly every export. */
export type RoundingLost = {
  readonly billed: bigint;
  readonly effective: bigint;
  readonly list: bigint;
  readonly contracted: bigint;
};

/** Where the ledger of one period of an import lies, as an immutable blob. */
export type LedgerRef = { readonly key: string; readonly sha256: Sha256 };

/** One billing period within an import. */
export type ImportedPeriod = {
  readonly period: Month;
  readonly rows: number;
  readonly totals: Amounts;
  readonly ledger: LedgerRef;
};

/**
 * One delivery: one or more files taken in together, in whole.
 *
 * The id comes from the files' digests, so the same files twice, read alike, are the same import; read with another
 * rate or assumption, or asked for again after others replaced them, they are the next import of the same files.
 */
export type CostImport = {
  readonly id: string;
  readonly source: string;
  readonly currency: string;
  readonly files: readonly ImportedFile[];
  readonly manifest?: { readonly name: string; readonly sha256: Sha256 };
  readonly rows: number;
  readonly totals: Amounts;
  readonly lost: RoundingLost;
  /** Rows without a ListCost, and without a ContractedCost; counted as nothing there. */
  readonly missing: { readonly list: number; readonly contracted: number };
  readonly periods: readonly ImportedPeriod[];
  readonly takenInAt: EpochMillis;
  /** The catalogue that the rows were attributed with. */
  readonly catalogue: Sha256;
  /** What somebody said of the files beside what they say, so that they can be read again alike. */
  readonly assume?: readonly (readonly [column: string, value: string])[];
  readonly rates?: readonly (readonly [currency: string, rate: Money])[];
};

/** Where the bytes of a bill are kept for good. */
export const billKeyOf = (sha256: Sha256): string => `bills/${sha256}`;

/** What one version of a period changed against the one before. */
export type PeriodVersion = {
  readonly version: number;
  readonly import: string;
  readonly rows: number;
  readonly totals: Amounts;
  readonly takenInAt: EpochMillis;
  readonly ledger: LedgerRef;
  /** Against the version it supersedes; absent for the first. */
  readonly difference?: { readonly rows: number; readonly totals: Amounts };
  /** What made it, where that was no delivery: the same bills by other rules. */
  readonly cause?: "rule change";
};

/** A billing period of one source: the last version counts, the others show what was restated. */
export type CostPeriod = {
  readonly source: string;
  readonly period: Month;
  readonly currency: string;
  /** Billing accounts (`provider/account`) in it: another source may not bring the same ones. */
  readonly accounts: readonly string[];
  readonly versions: readonly PeriodVersion[];
  /** The catalogue that the last version was attributed by, where that is not the one of its import. */
  readonly catalogue?: Sha256;
};
