import * as z from "zod";
import { Count, ExactMoney, Hash, Named, ReportDay, ReportMonth } from "#shared/contracts/stored/cost-report-field.ts";

const both = { billed: ExactMoney, effective: ExactMoney };

const Unallocated = z.strictObject({
  items: z.array(
    z.strictObject({
      service: z.string(),
      resource: z.exactOptional(z.string()),
      reason: z.string(),
      amount: ExactMoney,
      rows: z.int(),
      since: ReportMonth,
      months: z.int().positive(),
      guess: z.exactOptional(
        z.strictObject({
          owner: z.string(),
          confidence: z.int().min(0).max(100),
          evidence: z.array(z.string()),
        }),
      ),
    }),
  ),
  others: z.strictObject({ count: Count, amount: ExactMoney }),
  total: ExactMoney,
});

const MatrixLine = z.strictObject({
  from: z.string(),
  title: z.string(),
  how: z.string(),
  in: ExactMoney,
  cells: z.array(z.strictObject({ to: z.string(), amount: ExactMoney })),
  out: ExactMoney,
});

const Restatement = z.strictObject({
  against: z.strictObject({ version: z.int().positive(), ...both }),
  causes: z.array(
    z.strictObject({
      cause: z.enum([
        "corrections",
        "credits and refunds",
        "new rows",
        "changed rows",
        "withdrawn rows",
        "moved to another owner",
      ]),
      ...both,
      bearers: z.array(z.strictObject({ key: z.string(), effective: ExactMoney })),
    }),
  ),
  ...both,
});

const file = {
  name: z.string(),
  sha256: Hash,
  rows: Count,
};

const Quality = z.strictObject({
  imports: z.array(
    z.strictObject({
      id: z.string(),
      source: z.string(),
      takenInAt: z.iso.datetime(),
      rows: Count,
      files: z.array(z.strictObject(file)),
    }),
  ),
  rows: Count,
  corrections: Count,
  firstDay: ReportDay,
  lastDay: ReportDay,
  days: Count,
  daysInMonth: Count,
  notInvoiced: Count,
  missingMonths: z.array(ReportMonth),
  runs: Count,
  byRule: z.array(z.strictObject({ rule: z.string(), rows: Count, effective: ExactMoney })),
});

const Rule = z.strictObject({
  rule: z.string(),
  hash: Hash,
  pool: z.string(),
  method: z.string(),
  from: z.exactOptional(ReportMonth),
  until: z.exactOptional(ReportMonth),
});

/** The second half of `report.json`: owners, splits, restatements and where the numbers come from. */
export const Evidence = {
  unallocated: Unallocated,
  matrix: z.array(MatrixLine),
  proof: z.strictObject({ in: ExactMoney, out: ExactMoney, hash: Hash }),
  corrections: z.array(z.strictObject({ month: z.string(), rows: Count, ...both })),
  restatement: z.exactOptional(Restatement),
  quality: Quality,
  rules: z.array(Rule),
};

const four = z.strictObject({ ...both, list: ExactMoney, contracted: ExactMoney });

const sides = { imported: ExactMoney, ...both, workloads: ExactMoney, pools: ExactMoney, unallocated: ExactMoney };

/** `manifest.json`, format 1. */
export const CostReportManifest = z.strictObject({
  format: z.literal(1),
  writer: z.int().positive(),
  report: z.string(),
  month: ReportMonth,
  version: z.int().positive(),
  state: z.enum(["DRAFT", "FINAL", "RESTATED"]),
  currency: z.string(),
  madeAt: z.iso.datetime(),
  catalogue: Hash,
  files: z.array(z.strictObject({ name: z.string(), bytes: Count, sha256: Hash })),
  imports: z.array(
    z.strictObject({ id: z.string(), source: z.string(), rows: Count, files: z.array(z.strictObject(file)) }),
  ),
  tie: z.strictObject({ ...sides, differences: z.array(Named), roundingLost: z.string() }),
  proof: z.strictObject({
    in: four,
    out: four,
    hash: Hash,
    steps: z.array(
      z.strictObject({
        rule: z.string(),
        ruleHash: Hash,
        from: z.string(),
        method: z.enum(["even", "fixed", "spend", "meter"]),
        in: four,
        portions: z.array(z.strictObject({ to: z.string(), weight: z.string().regex(/^\d{1,80}$/), amounts: four })),
        out: four,
        hash: Hash,
      }),
    ),
  }),
  seal: Hash,
});

export type CostReportManifest = z.infer<typeof CostReportManifest>;
