import type { BillFile, ReadOptions } from "#shared/cost/batch.ts";
import type { BillingAccount } from "#shared/cost/billing-account.ts";
import type { BillFormat, CostImport, CostPeriod, LedgerRef } from "#shared/cost/import.ts";
import type { LedgerLine, ResourceLine } from "#shared/cost/ledger.ts";
import type { Month } from "#shared/kernel/calendar.ts";
import type { Sha256 } from "#shared/kernel/digest.ts";
import type { Stored } from "#shared/storage/record.ts";

/** A file that can be read from any place, more than once. It must not change while it is open. */
export type OpenFile = {
  /** As the caller named it; what messages say. */
  readonly name: string;
  readonly bytes: number;
  /** Bytes from `start` up to, not including, `end`. */
  slice(start: number, end: number): Promise<ArrayBuffer>;
  /** The whole file from its start, a piece at a time. */
  chunks(): AsyncIterable<Uint8Array>;
  /** Of the whole file. */
  sha256(): Promise<Sha256>;
  close(): Promise<void>;
};

/**
 * Where bills come from: a folder on a laptop, a bucket in the cloud. Names are paths or URIs of that
 * place. Every implementation passes test/contract/spend-source.ts.
 */
export interface SpendSource {
  /** Undefined when there is no such file. @throws BillRefused on a name that leads out of the place */
  open(name: string): Promise<OpenFile | undefined>;
  /** The names of all files below `name`, sorted; the name itself when it is a file; empty when there is nothing. */
  list(name: string): Promise<readonly string[]>;
}

/**
 * Bytes kept under a key for good: writing a key again succeeds only with the same bytes. Every
 * implementation passes test/contract/blob-store.ts.
 */
export interface BlobStore {
  /** All bytes, or nothing. @throws BlobConflictError when the key holds other bytes */
  put(key: string, bytes: AsyncIterable<Uint8Array>): Promise<{ readonly sha256: Sha256; readonly bytes: number }>;
  /** Undefined when there is no such blob. */
  open(key: string): Promise<OpenFile | undefined>;
}

/** A key that already holds other bytes: a fault of whoever chose the key. */
export class BlobConflictError extends Error {
  override readonly name = "BlobConflictError";
}

/** Reads bills of any format that we take in. */
export interface BillReader {
  /** @throws BillRefused for what is no bill by its first bytes */
  formatOf(file: OpenFile): Promise<BillFormat>;
  /** Looks at the file's head and prepares to read it. @throws BillRefused when it is no bill */
  read(file: OpenFile, options: ReadOptions): Promise<BillFile>;
}

/** The ledger of one import in one billing period. */
export type PeriodLedger = {
  readonly period: Month;
  readonly currency: string;
  readonly lines: readonly LedgerLine[];
  readonly resources: readonly ResourceLine[];
};

/** A row and what it becomes; the first where none was read. */
export type Becoming<Value> = { readonly stored: Stored<Value> | undefined; readonly value: Value };

/** What an import changes: its own record, the versions of its periods, and who brings its accounts, in one transaction. */
export type ImportChange = {
  readonly made: CostImport;
  readonly periods: readonly Becoming<CostPeriod>[];
  readonly accounts: readonly Becoming<BillingAccount>[];
  readonly by: string;
};

/** The same bills by other rules: the period's next state, without an import. */
export type Reattributing = {
  readonly stored: Stored<CostPeriod>;
  readonly value: CostPeriod;
  readonly by: string;
};

/** Months from the first to the last, both included. */
export type MonthRange = { readonly first: Month; readonly last: Month };

/** Keeps imports, the versions of their periods, and their ledgers. */
export interface CostImportStore {
  /** An import never changes. */
  find(id: string): Promise<CostImport | undefined>;
  period(source: string, period: Month): Promise<Stored<CostPeriod> | undefined>;
  /** Who brings these billing accounts, by their rows; by the periods where an account has none yet. */
  accounts(names: readonly string[]): Promise<readonly Becoming<BillingAccount>[]>;
  /** Every source's, by month and source. */
  periods(): Promise<readonly CostPeriod[]>;
  /**
   * Every source's in these months, by month and source, as an index has them: it may be a moment behind. Before a
   * row is answered from, it is read.
   */
  listed(months: MonthRange): Promise<readonly Stored<CostPeriod>[]>;
  /** Keeps a ledger as an immutable blob at a place of its own; no import counts because of it. */
  keepLedger(place: string, ledger: PeriodLedger): Promise<LedgerRef>;
  /** @throws StoredShapeError when the blob is not what the reference says */
  ledger(ref: LedgerRef): Promise<PeriodLedger>;
  /** False when another import came in between: read again and decide anew. */
  commit(change: ImportChange): Promise<boolean>;
  /** False when the period moved since it was read. */
  reattribute(change: Reattributing): Promise<boolean>;
}
