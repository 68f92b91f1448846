import type { CalendarDate, Month } from "#shared/kernel/calendar.ts";
import type { Money } from "#shared/kernel/money.ts";

/** A calendar day in UTC, `2026-10-31`: bills count in UTC, whatever the company's zone. */
export type Day = CalendarDate;

export type { Month };

export const day = (text: string): Day => text as Day;

export const month = (text: string): Month => text as Month;

/** The four cost columns of FOCUS, each exact. Charge back on `effective`, reconcile with the invoice on `billed`. */
export type Amounts = {
  readonly billed: Money;
  readonly effective: Money;
  readonly list: Money;
  readonly contracted: Money;
};

/** The charge categories of FOCUS. */
export const CHARGE_CATEGORIES = ["Usage", "Purchase", "Tax", "Credit", "Adjustment"] as const;

export type ChargeCategory = (typeof CHARGE_CATEGORIES)[number];

/**
 * Money that no single workload caused.
 *
 * All but the last may be split by an AllocationRule. `commitments-purchased` holds the purchase of a
 * commitment: billed in full there, effective nothing, because the use of it is charged where it is used.
 */
export const POOLS = [
  "support",
  "tax",
  "credits",
  "refunds",
  "adjustments",
  "commitments-unused",
  "commitments-purchased",
] as const;

export type PoolName = (typeof POOLS)[number];

/** Why nobody bears a line. Every one of them is somebody's to do. */
export type UnallocatedReason =
  | { readonly kind: "no-selector" }
  | { readonly kind: "tie"; readonly between: readonly string[] }
  | { readonly kind: "zero-weights"; readonly rule: string }
  | { readonly kind: "no-meter"; readonly rule: string; readonly meter: string };

/** Who bears an amount. `team`, `account` and `dataset` appear only after a split; `shared` is the pool of an AllocationRule with its own match. */
export type Bearer =
  | { readonly kind: "workload"; readonly workload: string }
  | { readonly kind: "team"; readonly team: string }
  | { readonly kind: "account"; readonly account: string }
  | { readonly kind: "dataset"; readonly dataset: string }
  | { readonly kind: "pool"; readonly pool: PoolName }
  | { readonly kind: "shared"; readonly rule: string }
  | { readonly kind: "unallocated"; readonly because: UnallocatedReason };

/** What a line is about, besides when and whose: every member is part of its key. */
export type LineSubject = {
  readonly provider: string;
  readonly service: string;
  readonly subAccount: string;
  readonly category: ChargeCategory;
  /** A correction changes a period that was already invoiced. */
  readonly correction: boolean;
  /** The invoice that bills it; absent until it is issued. */
  readonly invoice?: string;
};

/** One daily total of the ledger: the bill rows of one day, bearer, rule and subject, added up exactly. */
export type LedgerLine = LineSubject & {
  /** The day the charge period begins. */
  readonly day: Day;
  /** The billing period: the month (UTC) in which the bill's period begins; another month than `day` for a correction. */
  readonly period: Month;
  readonly bearer: Bearer;
  /** What decided it: `tag Workload`, a workload's selector, `pool tax`, an AllocationRule's id. */
  readonly rule: string;
  readonly amounts: Amounts;
  readonly rows: number;
};

/**
 * One resource's total in one billing period, for top lists. `job` is the job or pipeline it ran for,
 * where the bill says so. The smallest of very many are folded into one line without a resource.
 */
export type ResourceLine = {
  readonly period: Month;
  readonly bearer: Bearer;
  readonly service: string;
  readonly resource?: string;
  readonly job?: string;
  readonly amounts: Amounts;
  readonly rows: number;
};

/** One text per bearer, also its sort key: `workload:orders-etl`, `pool:tax`, `unallocated:tie:a,b`. */
export function bearerKey(bearer: Bearer): string {
  switch (bearer.kind) {
    case "workload":
      return `workload:${bearer.workload}`;
    case "team":
      return `team:${bearer.team}`;
    case "account":
      return `account:${bearer.account}`;
    case "dataset":
      return `dataset:${bearer.dataset}`;
    case "pool":
      return `pool:${bearer.pool}`;
    case "shared":
      return `shared:${bearer.rule}`;
    case "unallocated":
      return `unallocated:${reasonKey(bearer.because)}`;
  }
}

function reasonKey(reason: UnallocatedReason): string {
  switch (reason.kind) {
    case "no-selector":
      return reason.kind;
    case "tie":
      return `tie:${reason.between.join(",")}`;
    case "zero-weights":
      return `zero-weights:${reason.rule}`;
    case "no-meter":
      return `no-meter:${reason.rule}:${reason.meter}`;
  }
}
