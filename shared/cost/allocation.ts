import type { Amounts, Bearer } from "#shared/cost/ledger.ts";
import type { Month } from "#shared/kernel/calendar.ts";
import type { Sha256 } from "#shared/kernel/digest.ts";
import type { Share as Percent } from "#shared/kernel/share.ts";

/** One part of a split: what `to` gets, and the weight it got it by (a whole number; only the ratio counts). */
export type Portion = { readonly to: Bearer; readonly weight: string; readonly amounts: Amounts };

/**
 * One split of one pool. `in` and `out` are equal in all four columns, or the step is a fault and is
 * never stored; `hash` is the digest of the canonical JSON of everything above it.
 */
export type AllocationStep = {
  /** The AllocationRule's id, and the digest of the document it was. */
  readonly rule: string;
  readonly ruleHash: Sha256;
  readonly from: Bearer;
  readonly method: "even" | "fixed" | "spend" | "meter";
  readonly in: Amounts;
  readonly portions: readonly Portion[];
  readonly out: Amounts;
  readonly hash: Sha256;
};

/** A row of the matrix: where an amount stood before the splits, and who bears it afterwards. */
export type MatrixRow = {
  readonly from: Bearer;
  readonly in: Amounts;
  readonly cells: readonly { readonly to: Bearer; readonly amounts: Amounts }[];
};

/** The whole allocation of one billing period; every row's cells add up to its `in` exactly. */
export type Allocation = {
  readonly period: Month;
  readonly matrix: readonly MatrixRow[];
  readonly steps: readonly AllocationStep[];
  /** Everything before and everything after: equal. */
  readonly in: Amounts;
  readonly out: Amounts;
  /** Digest over the steps' hashes and the two totals: the proof that a checker recomputes. */
  readonly hash: Sha256;
};

/** A meter's readings for one period: how much of the shared thing each bearer used by {@link bearerKey} (exact decimals, not negative). */
export type MeterReadings = {
  readonly meter: string;
  readonly period: Month;
  readonly readings: ReadonlyMap<string, string>;
};

/** A rule as the splits need it, effective from its first month to its last, both included. */
export type SplitRule = {
  readonly id: string;
  readonly hash: Sha256;
  readonly from: Month;
  readonly until?: Month;
  readonly source: Extract<Bearer, { kind: "pool" | "shared" }>;
  readonly split:
    | { readonly by: "even" }
    | { readonly by: "spend" }
    | { readonly by: "meter"; readonly meter: string }
    | { readonly by: "fixed"; readonly shares: readonly { readonly to: Bearer; readonly share: Percent }[] };
  /** Every workload that has spend in the period when empty. Not read for `fixed`. */
  readonly to: readonly Bearer[];
};
