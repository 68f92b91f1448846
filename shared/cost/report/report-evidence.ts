import type { Day, Month } from "#shared/cost/ledger.ts";
import type { Sha256 } from "#shared/kernel/digest.ts";
import type { Money } from "#shared/kernel/money.ts";

export type Quality = {
  readonly imports: readonly {
    readonly id: string;
    readonly source: string;
    readonly takenInAt: string;
    readonly rows: number;
    readonly files: readonly { readonly name: string; readonly sha256: Sha256; readonly rows: number }[];
  }[];
  readonly rows: number;
  readonly corrections: number;
  readonly firstDay: Day;
  readonly lastDay: Day;
  readonly days: number;
  readonly daysInMonth: number;
  readonly notInvoiced: number;
  readonly missingMonths: readonly Month[];
  readonly runs: number;
  /** Effective cost by what decided whose it is; adds up to the effective total. */
  readonly byRule: readonly { readonly rule: string; readonly rows: number; readonly effective: Money }[];
};

export type RuleInForce = {
  readonly rule: string;
  readonly hash: Sha256;
  readonly pool: string;
  readonly method: string;
  readonly from?: Month;
  readonly until?: Month;
};

export type RestatementCause = {
  readonly cause:
    | "corrections"
    | "credits and refunds"
    | "new rows"
    | "changed rows"
    | "withdrawn rows"
    | "moved to another owner";
  readonly billed: Money;
  readonly effective: Money;
  /** Who gains or loses, effective, by bearer; adds up to `effective`. */
  readonly bearers: readonly { readonly key: string; readonly effective: Money }[];
};

/** What differs from the version before that finance could have booked. */
export type Restatement = {
  readonly against: { readonly version: number; readonly billed: Money; readonly effective: Money };
  readonly causes: readonly RestatementCause[];
  readonly billed: Money;
  readonly effective: Money;
};

/** Billed this month for charges of earlier months. */
export type CorrectionLine = {
  readonly month: string;
  readonly rows: number;
  readonly billed: Money;
  readonly effective: Money;
};
