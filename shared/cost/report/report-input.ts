import type { ThingRef } from "#shared/catalog/documents/allocation-rule.ts";
import type { Amount } from "#shared/catalog/documents/document.ts";
import type { Allocation } from "#shared/cost/allocation.ts";
import type { CostImport } from "#shared/cost/import.ts";
import type { LedgerLine, Month, ResourceLine } from "#shared/cost/ledger.ts";
import type { ReportState } from "#shared/cost/report/cost-report.ts";
import type { RuleInForce } from "#shared/cost/report/report-evidence.ts";
import type { Sha256 } from "#shared/kernel/digest.ts";
import type { EpochMillis } from "#shared/kernel/time.ts";
import type { RunEvent } from "#shared/runs/run-event.ts";

/** A billing period with all its sources together, and how its pools were split. */
export type PeriodCost = {
  readonly period: Month;
  readonly lines: readonly LedgerLine[];
  readonly resources: readonly ResourceLine[];
  readonly allocation: Allocation;
};

/** A Budget document, or a workload's own `budget` as the monthly budget it stands for. */
export type BookBudget = {
  readonly id: string;
  readonly for: ThingRef;
  readonly amount: Amount;
  readonly period: "month" | "quarter" | "year";
  readonly from?: Month;
  readonly until?: Month;
};

/** What a report needs to know of the catalogue. */
export type ReportBook = {
  readonly company: string;
  readonly hash: Sha256;
  readonly workloads: ReadonlyMap<
    string,
    { readonly title: string; readonly team: string; readonly costCenter?: string }
  >;
  readonly teams: ReadonlyMap<string, { readonly title: string; readonly costCenter?: string }>;
  /** Account number by the id of the Account document. */
  readonly accounts: ReadonlyMap<string, string>;
  readonly budgets: readonly BookBudget[];
  readonly rules: readonly RuleInForce[];
};

/** Which version this is, as decided before it is built. */
export type Edition = {
  readonly id: string;
  readonly report: string;
  readonly title: string;
  readonly version: number;
  readonly state: ReportState;
  readonly because: string;
  readonly madeAt: EpochMillis;
};

/** Everything a report is made from. The same input makes the same bytes. */
export type ReportInput = {
  readonly edition: Edition;
  readonly month: Month;
  readonly currency: string;
  /** Up to 13, those that have data, in any order; the last one is `month` itself. */
  readonly periods: readonly PeriodCost[];
  readonly book: ReportBook;
  /** Ended in `month`. */
  readonly runs: readonly RunEvent[];
  /** The imports whose rows are in `month`. */
  readonly imports: readonly CostImport[];
  /** The last version that finance could have booked, when this one restates it. */
  readonly restates?: { readonly version: number; readonly lines: readonly LedgerLine[] };
};
