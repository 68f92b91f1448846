import * as z from "zod";
import { DOCUMENT_KINDS } from "#shared/catalog/documents/document.ts";
import type { RouteContract } from "#shared/contracts/http/route.ts";

const id = z.string().min(1).max(200);
const byName = z.strictObject({ name: id });

/** `1200 USD`, exact. */
const Amount = z.strictObject({ amount: z.string(), currency: z.string() });
const Length = z.int().nonnegative().describe("milliseconds");
const Range = z.strictObject({ min: Length.optional(), max: Length.optional() });

const levels = {
  freshness: Length.optional(),
  acknowledge: Length.optional(),
  resolve: Length.optional(),
  review: Length.optional(),
};

const thing = {
  id,
  title: z.string(),
  team: id,
  costCenter: z.string().optional(),
  tier: z.int(),
  runbook: z.string().optional(),
  version: z.int(),
  hash: z.string(),
  ...levels,
};

const DatasetView = z
  .strictObject({
    ...thing,
    owners: z.array(z.string()),
    classification: z.string(),
    labels: z.array(z.string()),
    retention: Range,
    at: z.array(
      z.strictObject({
        account: id,
        accountNumber: z.string(),
        environment: z.string(),
        places: z.array(z.string()),
        classification: z.string(),
        labels: z.array(z.string()),
      }),
    ),
    consumers: z.array(z.string()),
    readBy: z.array(id).describe("workloads"),
    writtenBy: z.array(id).describe("workloads"),
  })
  .meta({ id: "CatalogDataset" });

const WorkloadView = z
  .strictObject({
    ...thing,
    tag: z.strictObject({ key: z.string(), values: z.array(z.string()) }),
    match: z.array(z.record(z.string(), z.json())),
    reads: z.array(id),
    writes: z.array(id),
    budget: Amount.optional(),
  })
  .meta({ id: "CatalogWorkload" });

const TeamView = z
  .strictObject({
    id,
    title: z.string(),
    members: z.array(z.string()),
    lead: z.array(z.string()),
    dataOwners: z.array(z.string()),
    costCenter: z.string().optional(),
    mail: z.string().optional(),
    oncall: z.string().optional(),
    formerly: z.array(z.string()),
    version: z.int(),
    hash: z.string(),
  })
  .meta({ id: "CatalogTeam" });

const listOf = (items: z.ZodType, name: string) =>
  z.strictObject({ revision: z.int(), hash: z.string(), items: z.array(items) }).meta({ id: name });

export const listDatasets = {
  method: "GET",
  path: "/v1/catalog/datasets",
  operation: "listDatasets",
  summary: "List the datasets of the catalogue",
  answers: { 200: listOf(DatasetView, "CatalogDatasets") },
} as const satisfies RouteContract;

export const listWorkloads = {
  method: "GET",
  path: "/v1/catalog/workloads",
  operation: "listWorkloads",
  summary: "List the workloads of the catalogue",
  answers: { 200: listOf(WorkloadView, "CatalogWorkloads") },
} as const satisfies RouteContract;

export const listTeams = {
  method: "GET",
  path: "/v1/catalog/teams",
  operation: "listTeams",
  summary: "List the teams of the catalogue",
  answers: { 200: listOf(TeamView, "CatalogTeams") },
} as const satisfies RouteContract;

const missing = { 404: "there is none of that name, now or formerly" };

export const getDataset = {
  method: "GET",
  path: "/v1/catalog/datasets/{name}",
  operation: "getDataset",
  summary: "Read one dataset; a former id finds it too",
  params: byName,
  answers: { 200: DatasetView },
  problems: missing,
} as const satisfies RouteContract;

export const getWorkload = {
  method: "GET",
  path: "/v1/catalog/workloads/{name}",
  operation: "getWorkload",
  summary: "Read one workload; a former id finds it too",
  params: byName,
  answers: { 200: WorkloadView },
  problems: missing,
} as const satisfies RouteContract;

export const getTeam = {
  method: "GET",
  path: "/v1/catalog/teams/{name}",
  operation: "getTeam",
  summary: "Read one team; a former id finds it too",
  params: byName,
  answers: { 200: TeamView },
  problems: missing,
} as const satisfies RouteContract;

const Cell = z
  .strictObject({
    classification: z.string(),
    labels: z.array(z.string()),
    environment: z.string(),
    access: z.enum(["read", "write", "admin"]),
    duration: Length,
    who: z.string().describe("in the words of the documents"),
    says: z.string().describe("the same for people"),
  })
  .meta({ id: "AccessCell" });

export const getAccessTable = {
  method: "GET",
  path: "/v1/catalog/access-table",
  operation: "getAccessTable",
  summary: "Read every cell of who decides on access; with `dataset`, those of one dataset",
  query: z.strictObject({ dataset: id.optional() }),
  answers: { 200: z.strictObject({ revision: z.int(), cells: z.array(Cell) }).meta({ id: "AccessTable" }) },
  problems: { 404: "there is no such dataset" },
} as const satisfies RouteContract;

export const DocumentKindName = z.enum(DOCUMENT_KINDS);

export const getDocument = {
  method: "GET",
  path: "/v1/catalog/documents/{kind}/{id}",
  operation: "getDocument",
  summary: "Read one document as it was applied, and where each of its values comes from",
  params: z.strictObject({ kind: DocumentKindName, id }),
  answers: {
    200: z
      .strictObject({
        version: z.int(),
        hash: z.string(),
        document: z.record(z.string(), z.json()),
        explain: z.array(
          z.strictObject({
            pointer: z.string(),
            from: z.strictObject({ kind: DocumentKindName, id, pointer: z.string() }),
          }),
        ),
      })
      .meta({ id: "CatalogDocument" }),
  },
  problems: missing,
} as const satisfies RouteContract;
