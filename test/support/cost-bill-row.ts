import {
  type Bearer,
  type ChargeCategory,
  day,
  type LedgerLine,
  type Month,
  type ResourceLine,
} from "#shared/cost/ledger.ts";
import { attos, type Money } from "#shared/kernel/money.ts";
import { same } from "#test/support/cost-company.ts";

/** A made-up bill as it grows. */
export type Made = { lines: LedgerLine[]; resources: ResourceLine[] };

type Row = {
  readonly period: Month;
  readonly on: number;
  readonly bearer: Bearer;
  readonly service: string;
  readonly category?: ChargeCategory;
  readonly rule: string;
  readonly billed: Money;
  readonly effective?: Money;
  readonly rows?: number;
  readonly invoice: string | undefined;
  readonly resource?: string;
  readonly correctionOf?: string;
};

/** One row, as its line of the ledger and its resource. */
export function put(made: Made, row: Row): void {
  const { period, bearer, service, rule } = row;
  const amounts = { ...same(row.billed), effective: row.effective ?? row.billed };
  const rows = row.rows ?? 24;
  made.lines.push({
    provider: "AWS",
    service,
    subAccount: bearer.kind === "unallocated" ? "222233334444" : "111122223333",
    category: row.category ?? "Usage",
    correction: row.correctionOf !== undefined,
    ...(row.invoice === undefined ? {} : { invoice: row.invoice }),
    day: day(row.correctionOf ?? `${period}-${String(row.on).padStart(2, "0")}`),
    period,
    bearer,
    rule,
    amounts,
    rows,
  });
  made.resources.push({
    period,
    bearer,
    service,
    ...(row.resource === undefined ? {} : { resource: row.resource }),
    amounts,
    rows,
  });
}

/** An amount with eleven decimals, as real exports carry. */
export const amountOf = (dollars: number): Money => attos(BigInt(Math.round(dollars * 1e11)) * 10n ** 7n);
