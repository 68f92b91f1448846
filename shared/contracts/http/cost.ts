import * as z from "zod";
import type { RouteContract } from "#shared/contracts/http/route.ts";
import { ReportDay, ReportMonth } from "#shared/contracts/stored/cost-report-field.ts";

const Exact = z.string().meta({ description: "An exact decimal, such as -12.5" });
const Id = z.strictObject({ id: z.string().min(1).max(200) });
const Cursor = z.string().max(2_000).optional();
const Named = z.strictObject({ name: z.string(), amount: Exact });
const FIGURES = ["billed", "effective", "against-budget", "against-last-month", "unallocated"] as const;

const Totals = z.strictObject({ billed: Exact, effective: Exact, workloads: Exact, pools: Exact, unallocated: Exact });

/** A version of a report, as it is listed; `tie` is what keeps its two sides apart, by name. */
export const CostReportAnswer = z
  .strictObject({
    reportId: z.string(),
    report: z.string(),
    month: z.string(),
    version: z.int(),
    state: z.enum(["DRAFT", "FINAL", "RESTATED"]),
    because: z.string(),
    madeAt: z.string(),
    currency: z.string(),
    totals: Totals,
    tied: z.boolean(),
    tie: z.array(Named),
    files: z.array(z.strictObject({ name: z.string(), bytes: z.int(), sha256: z.string(), href: z.string() })),
    signedOff: z.strictObject({ by: z.string(), at: z.string() }).optional(),
  })
  .meta({ id: "CostReport" });

export const listCostReports = {
  method: "GET",
  path: "/v1/cost/reports",
  operation: "listCostReports",
  summary: "List cost reports, newest month and version first",
  query: z.strictObject({ month: ReportMonth.optional(), cursor: Cursor }),
  answers: {
    200: z
      .strictObject({ items: z.array(CostReportAnswer), cursor: z.string().optional() })
      .meta({ id: "CostReports" }),
  },
} as const satisfies RouteContract;

export const makeCostReport = {
  method: "POST",
  path: "/v1/cost/reports",
  operation: "makeCostReport",
  summary: "Make the cost report of a month as it is now",
  roles: ["finance", "operator"],
  body: z.strictObject({ month: ReportMonth, report: z.string().min(1).max(100).optional() }),
  answers: { 200: CostReportAnswer, 201: CostReportAnswer },
  problems: { 404: "no such report document", 409: "the month has no bills, or bills in several currencies" },
} as const satisfies RouteContract;

const TOO_LONG = "it is longer than an answer may be: the problem says where else it is";

/** `report.json` as written; see the files for the rest. */
export const getCostReport = {
  method: "GET",
  path: "/v1/cost/reports/{id}",
  operation: "getCostReport",
  summary: "Read one version of a cost report",
  params: Id,
  answers: { 200: z.strictObject({ record: CostReportAnswer, report: z.json() }).meta({ id: "CostReportDetail" }) },
  problems: { 404: "no such version", 413: TOO_LONG },
} as const satisfies RouteContract;

export const getCostReportFile = {
  method: "GET",
  path: "/v1/cost/reports/{id}/files/{name}",
  operation: "getCostReportFile",
  summary: "Take a file of a cost report: page, data, allocation, ledger or manifest",
  params: z.strictObject({ ...Id.shape, name: z.string().min(1).max(100) }),
  answers: { 200: z.string() },
  answerType: "text/*",
  problems: { 404: "no such version or file", 413: TOO_LONG },
} as const satisfies RouteContract;

export const getCostReportProof = {
  method: "GET",
  path: "/v1/cost/reports/{id}/proof",
  operation: "getCostReportProof",
  summary: "Read the proof that every split conserved its total",
  params: Id,
  answers: { 200: z.json() },
  problems: { 404: "no such version", 413: TOO_LONG },
} as const satisfies RouteContract;

const FigureRow = z.strictObject({
  kind: z.enum(["line", "split", "less"]),
  what: z.string(),
  bearer: z.string(),
  day: z.string().optional(),
  account: z.string().optional(),
  category: z.string().optional(),
  invoice: z.string().optional(),
  rule: z.string().optional(),
  count: z.int(),
  amount: Exact,
});

export const listCostReportRows = {
  method: "GET",
  path: "/v1/cost/reports/{id}/rows",
  operation: "listCostReportRows",
  summary: "Read the rows that add up to a figure of a cost report",
  params: Id,
  query: z.strictObject({
    figure: z.enum(FIGURES).default("effective"),
    workload: z.string().min(1).max(200).optional(),
    day: ReportDay.optional(),
    cursor: z
      .string()
      .regex(/^\d{1,9}$/, "must be the cursor of the page before")
      .optional(),
  }),
  answers: {
    200: z
      .strictObject({
        figure: z.string(),
        currency: z.string(),
        total: Exact,
        rows: z.array(FigureRow),
        count: z.int(),
        cursor: z.string().optional(),
      })
      .meta({ id: "CostReportRows" }),
  },
  problems: { 404: "no such version" },
} as const satisfies RouteContract;

const UnallocatedItem = z.strictObject({
  service: z.string(),
  resource: z.string().optional(),
  reason: z.string(),
  amount: Exact,
  rows: z.int(),
  since: z.string(),
  months: z.int(),
  guess: z.strictObject({ owner: z.string(), confidence: z.int(), evidence: z.array(z.string()) }).optional(),
});

export const listUnallocated = {
  method: "GET",
  path: "/v1/cost/unallocated",
  operation: "listUnallocated",
  summary: "List what nobody bears, by the newest report of a month",
  query: z.strictObject({ month: ReportMonth.optional() }),
  answers: {
    200: z
      .strictObject({
        reportId: z.string(),
        month: z.string(),
        currency: z.string(),
        total: Exact,
        items: z.array(UnallocatedItem),
        others: z.strictObject({ count: z.int(), amount: Exact }),
      })
      .meta({ id: "Unallocated" }),
  },
  problems: { 404: "no report yet" },
} as const satisfies RouteContract;

export const signOffCostReport = {
  method: "POST",
  path: "/v1/cost/reports/{id}/sign-off",
  operation: "signOffCostReport",
  summary: "Sign a final cost report off",
  roles: ["finance"],
  params: Id,
  body: z.strictObject({}),
  answers: { 200: CostReportAnswer },
  problems: { 404: "no such version", 409: "a draft, no longer the newest, or signed off by somebody else" },
} as const satisfies RouteContract;

export const COST_REPORT_CONTRACTS = [
  listCostReports,
  makeCostReport,
  getCostReport,
  getCostReportFile,
  getCostReportProof,
  listCostReportRows,
  listUnallocated,
  signOffCostReport,
] as const;
