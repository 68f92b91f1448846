import * as z from "zod";
import { Count, ExactMoney, Hash, Named, ReportMonth } from "#shared/contracts/stored/cost-report-field.ts";
import { Moment } from "#shared/contracts/stored/stored-field.ts";
import { REPORT_STATES } from "#shared/cost/report/cost-report.ts";
import type { ReportRecord } from "#shared/cost/report/report-record.ts";
import type { JsonObject } from "#shared/kernel/json.ts";
import { exactDecimal } from "#shared/kernel/money.ts";

/** One version of a cost report as stored, version 1. */
export const StoredCostReport: z.ZodType<ReportRecord> = z.strictObject({
  id: z.string().min(1),
  report: z.string().min(1),
  month: ReportMonth,
  version: z.int().positive(),
  state: z.enum(REPORT_STATES),
  because: z.string(),
  madeAt: Moment,
  currency: z.string().min(1),
  content: Hash,
  basis: z.array(
    z.strictObject({
      source: z.string(),
      import: z.string(),
      ledger: z.strictObject({ key: z.string().min(1), sha256: Hash }),
    }),
  ),
  totals: z.strictObject({
    billed: ExactMoney,
    effective: ExactMoney,
    workloads: ExactMoney,
    pools: ExactMoney,
    unallocated: ExactMoney,
  }),
  tied: z.boolean(),
  tie: z.array(Named),
  roundingLost: z.string(),
  files: z.array(z.strictObject({ name: z.string(), bytes: Count, sha256: Hash, key: z.string().min(1) })),
  signedOff: z.exactOptional(z.strictObject({ by: z.string().min(1), at: Moment })),
});

export const costReportJson = ({ totals, tie, ...record }: ReportRecord): JsonObject => ({
  ...record,
  totals: {
    billed: exactDecimal(totals.billed),
    effective: exactDecimal(totals.effective),
    workloads: exactDecimal(totals.workloads),
    pools: exactDecimal(totals.pools),
    unallocated: exactDecimal(totals.unallocated),
  },
  tie: tie.map(({ name, amount }) => ({ name, amount: exactDecimal(amount) })),
});
