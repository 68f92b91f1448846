import type { Money } from "#shared/kernel/money.ts";

/** The FOCUS columns that are texts and that something reads. `ProviderName` stands for `ServiceProviderName` too. */
export const TEXT_COLUMNS = [
  "ProviderName",
  "BillingAccountId",
  "SubAccountId",
  "ServiceName",
  "ChargeCategory",
  "ChargeClass",
  "ChargeDescription",
  "CommitmentDiscountId",
  "CommitmentDiscountStatus",
  "ResourceId",
  "ResourceName",
  "ResourceType",
  "RegionId",
  "InvoiceId",
  "BillingCurrency",
] as const;

/** The cost columns in the order in which every table of amounts holds them. */
export const COST_COLUMNS = ["BilledCost", "EffectiveCost", "ListCost", "ContractedCost"] as const;

/**
 * The texts of one file, each distinct one once, by a small number. 0 is "no text" (`NULL`, empty).
 *
 * Numbers are good until {@link Texts.clear}, which whoever reads batches calls between two of them
 * when the texts have grown too many: so a file of distinct texts needs no more memory than another.
 */
export type Texts = {
  codeOf(text: string): number;
  textOf(code: number): string | undefined;
  tagsCodeOf(tags: ReadonlyMap<string, string>): number;
  tagsOf(code: number): ReadonlyMap<string, string>;
  /** Grows with each clear: what was remembered by number under another epoch is void. */
  epoch(): number;
  size(): number;
  clear(): void;
};

/**
 * One cost column of a batch: `units[row]` whole units of 10^-`scale` each, below 2^52 in size so that
 * a double holds them exactly. `NaN` says: the amount stands in `exact`, because it has more digits.
 */
export type AmountColumn = {
  readonly scale: number;
  readonly units: Float64Array;
  readonly exact: ReadonlyMap<number, Money>;
  /** What rounding to 10^-18 took from these rows, in units of 10^-36. */
  readonly lost: bigint;
  /** Rows without a value, counted as nothing: only ListCost and ContractedCost may lack one. */
  readonly missing: number;
};

/** What a bill is read with. */
export type ReadOptions = {
  /** Columns that selectors name, besides those that Tollgate itself reads. */
  readonly alsoColumns: readonly string[];
  /** What to read in every row of a column that the file lacks: somebody says so, nothing is guessed. */
  readonly assume: ReadonlyMap<string, string>;
};

/** Rows of a bill, by column: read, checked, and with every text as its number. */
export type BillBatch = {
  /** Row 1 is the first row of data. */
  readonly firstRow: number;
  readonly rows: number;
  /** In the order of the file's text columns, see {@link BillFile}. */
  readonly texts: readonly Int32Array[];
  readonly tags: Int32Array;
  /** Days since 1970-01-01 (0 to 65,535) on which the charge period begins; months since 1970-01 of the billing period. */
  readonly chargeDay: Int32Array;
  readonly billingMonth: Int32Array;
  /** In the order of COST_COLUMNS. */
  readonly amounts: readonly AmountColumn[];
};

/** A bill file being read. */
export type BillFile = {
  readonly name: string;
  /** TEXT_COLUMNS, then whatever other columns the caller asked for. A column the file lacks is all 0. */
  readonly textColumns: readonly string[];
  readonly extraColumns: readonly string[];
  readonly texts: Texts;
  /** @throws BillRefused at the first row that cannot be taken in */
  readonly batches: () => AsyncIterable<BillBatch>;
};

/** Why a file is not taken in: the sentence a person reads, with file, row and column where there are such. */
export type Refusal = {
  readonly kind: "refused";
  readonly file: string;
  readonly row?: number;
  readonly column?: string;
  readonly message: string;
};

/** Ends the reading of a file. The use case turns it into its answer; nothing has been written by then. */
export class BillRefused extends Error {
  override readonly name = "BillRefused";
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

/**
 * `Cannot take in "june.csv": row 7, column BilledCost: found "abc"; write a decimal number such as 12.5`
 */
export function refuse(
  file: string,
  found: string,
  at: { readonly row?: number; readonly column?: string } = {},
): BillRefused {
  const row = at.row === undefined ? "" : `row ${at.row}, `;
  const column = at.column === undefined ? "" : `column ${at.column}: `;
  const where = column === "" ? row.replace(/, $/, ": ") : `${row}${column}`;
  return new BillRefused({ kind: "refused", file, ...at, message: `Cannot take in "${file}": ${where}${found}` });
}
