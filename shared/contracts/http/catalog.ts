import * as z from "zod";
import { DOCUMENT_KINDS } from "#shared/catalog/documents/document.ts";
import type { RouteContract } from "#shared/contracts/http/route.ts";

const id = z.string().min(1).max(200);
const byName = z.strictObject({ name: id });
const byPlan = z.strictObject({ id });

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

const Kind = z.enum(DOCUMENT_KINDS);

export const getDocument = {
  method: "GET",
  path: "/v1/catalog/documents/{kind}/{id}",
  operation: "getDocument",
  summary: "Read one document as it was applied, and where each of its values comes from",
  params: z.strictObject({ kind: Kind, id }),
  answers: {
    200: z
      .strictObject({
        version: z.int(),
        hash: z.string(),
        document: z.record(z.string(), z.json()),
        explain: z.array(
          z.strictObject({
            pointer: z.string(),
            from: z.strictObject({ kind: Kind, id, pointer: z.string() }),
          }),
        ),
      })
      .meta({ id: "CatalogDocument" }),
  },
  problems: missing,
} as const satisfies RouteContract;

const Change = z.strictObject({
  kind: z.enum(["added", "changed", "removed"]),
  document: z.strictObject({ kind: Kind, id }),
  formerId: id.optional(),
  fields: z.array(z.strictObject({ pointer: z.string(), from: z.json(), to: z.json() })),
  opensRequest: z.array(z.string()).describe("why it does not apply at once; empty: it does"),
  waits: z.boolean(),
});

const Move = z.strictObject({
  dataset: id.optional(),
  account: id.optional(),
  classification: z.string(),
  labels: z.array(z.string()),
  environment: z.string(),
  access: z.enum(["read", "write", "admin"]),
  duration: Length,
  from: z.string(),
  to: z.string(),
});

const Held = z.strictObject({
  kind: Kind,
  id,
  because: z.array(z.string()),
  state: z.enum(["waiting", "pending", "approved", "rejected", "lapsed", "applied"]),
  stages: z.array(z.string()),
  asked: z.array(z.string()).describe("people who may decide now"),
  votes: z.array(z.strictObject({ by: z.string(), outcome: z.string(), note: z.string(), at: z.iso.datetime() })),
});

const PlanView = z
  .strictObject({
    id,
    revision: z.int().describe("for If-Match"),
    state: z.enum(["planned", "applied"]),
    by: z.string(),
    at: z.iso.datetime(),
    goodUntil: z.iso.datetime(),
    from: z.int(),
    held: z.array(Held),
  })
  .meta({ id: "CatalogPlan" });

export const makeCatalogPlan = {
  method: "POST",
  path: "/v1/catalog/plans",
  operation: "makeCatalogPlan",
  summary: "Plan a catalogue",
  body: z.strictObject({
    files: z
      .array(z.strictObject({ path: z.string().min(1).max(500), text: z.string() }))
      .min(1)
      .max(2_000)
      .describe("every file of the repository"),
  }),
  roles: ["operator"],
  answers: {
    201: z
      .strictObject({
        plan: PlanView,
        changes: z.array(Change),
        cellsMoved: z.array(Move),
        warnings: z.array(z.string()),
      })
      .meta({ id: "MadeCatalogPlan" }),
  },
  problems: { 422: "a document has a problem; `problems` names each by file, line and column" },
} as const satisfies RouteContract;

export const listCatalogPlans = {
  method: "GET",
  path: "/v1/catalog/plans",
  operation: "listCatalogPlans",
  summary: "List the plans with changes that are still to be decided",
  answers: { 200: z.strictObject({ items: z.array(PlanView) }).meta({ id: "CatalogPlans" }) },
} as const satisfies RouteContract;

export const getCatalogPlan = {
  method: "GET",
  path: "/v1/catalog/plans/{id}",
  operation: "getCatalogPlan",
  summary: "Read a plan and what it holds",
  params: byPlan,
  answers: { 200: PlanView },
  problems: { 404: "there is no such plan" },
} as const satisfies RouteContract;

export const applyCatalogPlan = {
  method: "POST",
  path: "/v1/catalog/plans/{id}/application",
  operation: "applyCatalogPlan",
  summary: "Apply a plan",
  params: byPlan,
  roles: ["operator"],
  answers: { 200: PlanView },
  problems: { 404: "there is no such plan", 409: "the catalogue moved since, the plan is too old, or was applied" },
} as const satisfies RouteContract;

export const decideCatalogPlan = {
  method: "POST",
  path: "/v1/catalog/plans/{id}/decisions",
  operation: "decideCatalogPlan",
  summary: "Decide on a change that a plan holds",
  params: byPlan,
  body: z.strictObject({
    kind: Kind,
    document: id,
    outcome: z.enum(["approved", "rejected"]),
    note: z.string().max(2_000).default(""),
  }),
  headers: { "if-match": "required" },
  answers: { 200: PlanView },
  problems: {
    403: "it is not yours to decide",
    404: "there is no such plan, or it does not hold that document",
    409: "the plan is at another revision, or the catalogue moved",
  },
} as const satisfies RouteContract;

/** All routes about the catalogue. */
export const CATALOG_ROUTES: readonly RouteContract[] = [
  listDatasets,
  getDataset,
  listWorkloads,
  getWorkload,
  listTeams,
  getTeam,
  getAccessTable,
  getDocument,
  makeCatalogPlan,
  listCatalogPlans,
  getCatalogPlan,
  applyCatalogPlan,
  decideCatalogPlan,
];
