import * as z from "zod";
import type { RouteContract } from "#shared/contracts/http/route.ts";
import { parseMoney } from "#shared/kernel/money.ts";

const amounts = z.strictObject({
  billed: z.string(),
  effective: z.string(),
  list: z.string(),
  contracted: z.string(),
});

const period = z.strictObject({
  period: z.string().meta({ example: "2026-10" }),
  rows: z.int(),
  totals: amounts,
});

/** What was taken in. Amounts are exact decimals. */
export const CostImportView = z
  .strictObject({
    id: z.string(),
    source: z.string(),
    currency: z.string(),
    files: z.array(
      z.strictObject({ name: z.string(), sha256: z.string(), bytes: z.int(), format: z.string(), rows: z.int() }),
    ),
    rows: z.int(),
    totals: amounts,
    periods: z.array(period),
    takenInAt: z.iso.datetime(),
  })
  .meta({ id: "CostImport" });

export type CostImportView = z.infer<typeof CostImportView>;

/** What taking in answers: the import, and what it changed of periods that were there before. */
export const CostImportResult = z
  .strictObject({
    outcome: z.enum(["taken-in", "unchanged"]),
    import: CostImportView,
    replacedIn: z
      .array(z.string())
      .describe("of files that were taken in before: months in which later bills replaced them, so they do not count"),
    superseded: z.array(
      z.strictObject({ version: z.int(), difference: z.strictObject({ rows: z.int(), totals: amounts }) }),
    ),
  })
  .meta({ id: "CostImportResult" });

export type CostImportResult = z.infer<typeof CostImportResult>;

const Currency = z.string().regex(/^[A-Z]{3}$/, "write an ISO 4217 code such as USD");

const Rate = z
  .string()
  .refine((text) => (parseMoney(text) ?? 0n) > 0n, "write a decimal number above zero such as 1.0825");

/** Names of files, folders or one manifest, where the bills lie: below the folder for bills, or in the bucket. */
export const CostImportBody = z.strictObject({
  names: z.array(z.string().min(1).max(1_024)).min(1).max(1_000),
  source: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9 ._+/-]{0,127}$/, "write letters, digits and . _ + / -")
    .optional(),
  currency: Currency.optional(),
  rates: z.record(Currency, Rate).optional(),
  assume: z.record(z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/), z.string().max(256)).optional(),
  again: z.boolean().default(false).describe("let replaced files count once more: a correction is withdrawn"),
});

export type CostImportBody = z.infer<typeof CostImportBody>;

export const createCostImport = {
  method: "POST",
  path: "/v1/cost/imports",
  operation: "createCostImport",
  summary: "Take in bills",
  roles: ["finance", "operator"],
  body: CostImportBody,
  answers: { 200: CostImportResult },
  problems: { 422: "A file cannot be taken in: nothing was, and the problem names file, row and column" },
} as const satisfies RouteContract;

export const getCostImport = {
  method: "GET",
  path: "/v1/cost/imports/{id}",
  operation: "getCostImport",
  summary: "Read what was taken in by one import",
  roles: ["finance", "operator", "auditor"],
  params: z.strictObject({ id: z.string().regex(/^[0-9a-f]{24}$/, "write the 24 digits of an import") }),
  answers: { 200: CostImportView },
  problems: { 404: "There is no such import" },
} as const satisfies RouteContract;
