import type { Bearer, PoolName } from "#shared/cost/ledger.ts";
import type { Month } from "#shared/kernel/calendar.ts";

/** What a bill row says of itself, by FOCUS column; `undefined` where it is null. */
export type BillRow = {
  readonly column: (name: string) => string | undefined;
  readonly tags: ReadonlyMap<string, string>;
  /** The billing period, for what is effective-dated. */
  readonly period: Month;
};

/** Whose a row is, and what decided it. */
export type Attribution = { readonly bearer: Bearer; readonly rule: string };

/**
 * What the catalogue says of a row: the owner by the most specific selector, the pool of an
 * AllocationRule with its own match, all of equal rank, or nothing.
 */
export type Owned =
  | { readonly kind: "workload"; readonly workload: string; readonly by: string }
  | { readonly kind: "shared"; readonly rule: string; readonly by: string }
  | { readonly kind: "tie"; readonly between: readonly string[] }
  | { readonly kind: "nobody" };

export type OwnerOf = (row: BillRow) => Owned;

/**
 * Whose a bill row is.
 *
 * Tax, support, credits, refunds, unused commitments and the purchase of commitments are pools,
 * whatever they are tagged, because somebody decided to have or share them; an adjustment is one
 * only where it names no resource. Everything else is its owner's by the catalogue, or nobody's.
 */
export function attributeRow(row: BillRow, ownerOf: OwnerOf): Attribution {
  const pool = poolOf(row);
  if (pool !== undefined) return { bearer: { kind: "pool", pool }, rule: `pool ${pool}` };
  const owned = ownerOf(row);
  switch (owned.kind) {
    case "workload":
      return { bearer: { kind: "workload", workload: owned.workload }, rule: owned.by };
    case "shared":
      return { bearer: { kind: "shared", rule: owned.rule }, rule: owned.by };
    case "tie":
      return { bearer: { kind: "unallocated", because: { kind: "tie", between: owned.between } }, rule: "tie" };
    case "nobody":
      return { bearer: { kind: "unallocated", because: { kind: "no-selector" } }, rule: "no selector" };
  }
}

/** The pool that a row's own columns put it in, if any. */
export function poolOf({ column }: BillRow): PoolName | undefined {
  switch (column("ChargeCategory")) {
    case "Tax":
      return "tax";
    case "Credit":
      return isRefund(column) ? "refunds" : "credits";
    case "Adjustment":
      if (isRefund(column)) return "refunds";
      return column("ResourceId") === undefined ? "adjustments" : undefined;
    case "Purchase":
      return column("CommitmentDiscountId") === undefined ? supportPool(column) : "commitments-purchased";
    default:
      return column("CommitmentDiscountStatus") === "Unused" ? "commitments-unused" : supportPool(column);
  }
}

// FOCUS 1.0 to 1.2 have no category for refunds: providers write it in the description.
const isRefund = (column: BillRow["column"]): boolean => /\brefund/i.test(column("ChargeDescription") ?? "");

// Nor one for support plans. They are sold under these service names (AWS, Azure, Google Cloud, OCI).
const supportPool = (column: BillRow["column"]): PoolName | undefined =>
  column("ResourceId") === undefined && /\bsupport\b/i.test(column("ServiceName") ?? "") ? "support" : undefined;
