import type { Allocation } from "#shared/cost/allocation.ts";
import type { Month } from "#shared/cost/ledger.ts";
import type { CostMonth } from "#shared/cost/report/months.ts";
import type { CorrectionLine, Quality, Restatement, RuleInForce } from "#shared/cost/report/report-evidence.ts";
import type { Sha256 } from "#shared/kernel/digest.ts";
import type { Money } from "#shared/kernel/money.ts";

/** DRAFT until the invoice is in (or day 10), FINAL then for ever; what changes later is a RESTATED version. */
export const REPORT_STATES = ["DRAFT", "FINAL", "RESTATED"] as const;

export type ReportState = (typeof REPORT_STATES)[number];

/** A number that opens its rows: `rows` bill rows add up to `amount` exactly, by `formula`. */
export type Figure = {
  readonly id: "billed" | "effective" | "against-budget" | "against-last-month" | "unallocated";
  /** Absent where there is nothing to compare with: not zero. */
  readonly amount?: Money;
  readonly rows: number;
  readonly formula: string;
};

export type NamedAmount = { readonly name: string; readonly amount: Money };

/** One invoice on its way to who bears it; `billed = workloads + pools + unallocated`. */
export type InvoiceLine = {
  /** Absent: not on an invoice yet. */
  readonly invoice?: string;
  readonly billed: Money;
  readonly workloads: Money;
  readonly pools: Money;
  readonly unallocated: Money;
};

/** From billed to effective, by charge category; `effective = billed + difference`. */
export type BasisLine = {
  readonly category: string;
  readonly billed: Money;
  readonly difference: Money;
  readonly effective: Money;
};

export type TieOut = {
  /** What the exports said, before anything was attributed. */
  readonly imported: Money;
  readonly billed: Money;
  readonly workloads: Money;
  readonly pools: Money;
  readonly unallocated: Money;
  readonly effective: Money;
  /** What keeps the two sides apart, by name; all zero when the report ties. */
  readonly differences: readonly NamedAmount[];
  /** What reading took by rounding to 10^-18, an exact decimal of up to 36 places. */
  readonly roundingLost: string;
  readonly tied: boolean;
  readonly invoices: readonly InvoiceLine[];
  readonly basis: readonly BasisLine[];
};

/** Who bears money in the tables: `workload`, `team` (a share that no single workload took), or nobody. */
export type BearerRow = {
  /** The bearer's key: `workload:orders-etl`. */
  readonly key: string;
  readonly title: string;
  readonly costCenter?: string;
  readonly direct: Money;
  /** Its part of the pools. */
  readonly shared: Money;
  readonly actual: Money;
  readonly budget?: Money;
  /** Actual less budget; absent without a budget. */
  readonly delta?: Money;
  /** Absent when last month has no data. */
  readonly previous?: Money;
  readonly change?: Money;
};

/** The sums of some rows, column by column; a column that no row has is absent. */
export type RowSums = Omit<BearerRow, "key" | "title" | "costCenter">;

export type TeamRows = {
  readonly team: string;
  readonly title: string;
  readonly rows: readonly BearerRow[];
  readonly subtotal: RowSums;
};

export type WorkloadTable = {
  readonly teams: readonly TeamRows[];
  /** Pools that no rule splits, and what nobody bears. */
  readonly rest: readonly BearerRow[];
  readonly total: RowSums;
};

/** A budget of a team, an account or a dataset, against what was spent since its period began. */
export type BudgetLine = {
  readonly id: string;
  readonly for: string;
  readonly period: "month" | "quarter" | "year";
  /** Months of the period so far; those without data are counted as missing. */
  readonly since: Month;
  readonly missing: number;
  /** When it is not the report's own. */
  readonly currency?: string;
  readonly amount: Money;
  /** Absent where the report cannot say: a dataset has no bill rows of its own. */
  readonly spent?: Money;
  readonly delta?: Money;
};

/** A step from last month's effective cost to this month's. All steps add up to the change exactly. */
type MovementStep = { readonly name: string; readonly amount: Money };

export type Movement = {
  readonly previous: Money;
  readonly steps: readonly MovementStep[];
  readonly current: Money;
};

export type Mover = {
  readonly key: string;
  readonly title: string;
  readonly kind: "new" | "ended" | "moved";
  readonly previous: Money;
  readonly current: Money;
  readonly delta: Money;
  /** What moved inside it, largest first; together the whole `delta`. */
  readonly causes: readonly NamedAmount[];
};

export type Movers = {
  readonly top: readonly Mover[];
  readonly others: { readonly count: number; readonly delta: Money };
  readonly total: Money;
};

export type JobRow = {
  readonly workload: string;
  readonly job: string;
  readonly runs: number;
  readonly failed: number;
  readonly seconds: number;
  readonly cost: Money;
  readonly failedCost: Money;
  /** Rounded half-even to 10^-18. */
  readonly perRun: Money;
};

export type Jobs = {
  readonly top: readonly JobRow[];
  readonly others: { readonly count: number; readonly runs: number; readonly cost: Money; readonly failedCost: Money };
  readonly cost: Money;
  readonly failedCost: Money;
  /** Direct spend of workloads that reported no run. */
  readonly withoutRuns: Money;
};

export type OwnerGuess = {
  readonly owner: string;
  /** 0 to 100. */
  readonly confidence: number;
  readonly evidence: readonly string[];
};

export type UnallocatedItem = {
  readonly service: string;
  readonly resource?: string;
  readonly reason: string;
  readonly amount: Money;
  readonly rows: number;
  /** The first month, of the 13, in which it had no owner. */
  readonly since: Month;
  readonly months: number;
  readonly guess?: OwnerGuess;
};

export type Unallocated = {
  readonly items: readonly UnallocatedItem[];
  readonly others: { readonly count: number; readonly amount: Money };
  readonly total: Money;
};

export type MatrixLine = {
  readonly from: string;
  readonly title: string;
  /** `by spend (rule support)`, or that no rule splits it. */
  readonly how: string;
  readonly in: Money;
  readonly cells: readonly { readonly to: string; readonly amount: Money }[];
  readonly out: Money;
};

export type CostReport = {
  readonly format: 1;
  readonly id: string;
  readonly report: string;
  readonly title: string;
  readonly company: string;
  readonly month: Month;
  readonly currency: string;
  readonly version: number;
  readonly state: ReportState;
  /** Why it is in this state. */
  readonly because: string;
  readonly madeAt: string;
  readonly catalogue: Sha256;
  readonly tie: TieOut;
  readonly numbers: readonly Figure[];
  readonly months: readonly CostMonth[];
  readonly workloads: WorkloadTable;
  readonly budgets: readonly BudgetLine[];
  readonly movement?: Movement;
  readonly movers?: Movers;
  readonly jobs: Jobs;
  readonly unallocated: Unallocated;
  readonly matrix: readonly MatrixLine[];
  readonly proof: { readonly in: Money; readonly out: Money; readonly hash: Allocation["hash"] };
  readonly corrections: readonly CorrectionLine[];
  readonly restatement?: Restatement;
  readonly quality: Quality;
  readonly rules: readonly RuleInForce[];
};
