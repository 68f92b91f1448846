import * as z from "zod";
import { DocumentKindName } from "#shared/contracts/http/catalog.ts";
import { NO_REASON, saysWhy } from "#shared/contracts/http/reason-of-a-no.ts";
import { DOCUMENTS_LIMIT, type RouteContract } from "#shared/contracts/http/route.ts";

const id = z.string().min(1).max(200);
const byPlan = z.strictObject({ id });
const Length = z.int().nonnegative().describe("milliseconds");

const Change = z.strictObject({
  kind: z.enum(["added", "changed", "removed"]),
  document: z.strictObject({ kind: DocumentKindName, id }),
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
  says: z.strictObject({ from: z.string(), to: z.string() }).describe("the same for people"),
});

const Otherwise = z
  .strictObject({
    count: z.int().nonnegative(),
    examples: z.array(z.strictObject({ id, from: z.string(), to: z.string() })).describe("a few of them, newest first"),
  })
  .describe("past requests that would have been decided otherwise");

const Effect = Change.extend({
  decides: z
    .strictObject({
      alone: z.boolean().describe("false: it cannot stand alone, so this is what the whole plan does"),
      cellsMoved: z.array(Move),
      pastRequests: Otherwise,
    })
    .optional()
    .describe("what this change alone does to who decides; absent where it can do nothing, or was not looked at"),
});

const Took = z.strictObject({
  from: z.string().describe("workload:…, dataset:…, allocation-rule:… or unallocated"),
  to: z.string(),
  resources: z.int().nonnegative(),
  money: z.string().describe("effective cost of the month, an exact decimal"),
});

const Held = z.strictObject({
  kind: DocumentKindName,
  id,
  because: z.array(z.string()),
  effect: z
    .strictObject({ sentence: z.string(), short: z.string() })
    .describe("what will be true once it is approved, in a sentence and for lists"),
  state: z.enum(["waiting", "pending", "approved", "rejected", "lapsed", "expired", "applied"]),
  lapsesAt: z.iso.datetime().optional().describe("while it waits: when it ends undecided"),
  waits: z
    .strictObject({
      step: z.int().positive().describe("of `stages`, from 1"),
      askedSince: z.iso.datetime(),
      reminders: z.int().nonnegative().describe("so many are behind it"),
      escalated: z
        .strictObject({
          to: z.string().describe("in the words of the documents"),
          at: z.iso.datetime(),
          step: z.int().positive().describe("of `stages`, from 1"),
          added: z.boolean().describe("false: it named nobody else who may decide"),
        })
        .optional()
        .describe("nobody answered in time, so whom it names may decide that step too"),
    })
    .optional()
    .describe("while it waits to be decided: since when the present step is asked, and what was said meanwhile"),
  stages: z.array(z.string()).describe("in the words of the documents"),
  decides: z.string().describe("the same for people"),
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
    justification: z.string().optional().describe("why it is asked for; said when it was applied"),
    ticket: z.string().optional(),
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
      .max(10_000)
      .describe("every file of the repository"),
  }),
  bodyLimit: DOCUMENTS_LIMIT,
  roles: ["operator"],
  answers: {
    201: z
      .strictObject({
        plan: PlanView,
        changes: z.array(Effect),
        cellsMoved: z.array(Move),
        pastRequests: Otherwise,
        takes: z.array(Took).describe("what goes from one owner to another"),
        lookedAt: z
          .strictObject({
            pastRequests: z.int().nonnegative(),
            morePastRequests: z.boolean(),
            moreChanges: z
              .int()
              .nonnegative()
              .describe("changes that move who decides and were not looked at one by one"),
            resources: z.int().nonnegative(),
            moreResources: z.boolean(),
            month: z.string().optional().describe("of the money"),
            currency: z.string().optional(),
          })
          .describe("what the figures are of; the newest, where there was more than is looked at"),
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
  summary: "List the plans with changes that are still to be decided, or those that can still be applied",
  query: z.strictObject({
    state: z.enum(["waiting", "planned"]).default("waiting").describe("planned: not applied yet, and not too old"),
    role: z
      .enum(["to-decide", "all"])
      .default("all")
      .describe("to-decide: only the changes that you are asked about now"),
  }),
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
  body: z.strictObject({
    justification: z.string().max(2_000).default("").describe("why; whoever decides on what it opens reads it first"),
    ticket: z.string().min(1).max(100).optional(),
  }),
  roles: ["operator"],
  answers: { 200: PlanView },
  problems: {
    404: "there is no such plan",
    409: "the catalogue moved since, the plan is too old, or was applied",
    422: "what it opens needs a longer justification, or a ticket",
  },
} as const satisfies RouteContract;

export const decideCatalogPlan = {
  method: "POST",
  path: "/v1/catalog/plans/{id}/decisions",
  operation: "decideCatalogPlan",
  summary: "Decide on a change that a plan holds",
  params: byPlan,
  body: z
    .strictObject({
      kind: DocumentKindName,
      document: id,
      outcome: z.enum(["approved", "rejected"]),
      note: z.string().max(2_000).default(""),
    })
    .refine(saysWhy, NO_REASON),
  headers: { "if-match": "required" },
  answers: { 200: PlanView },
  problems: {
    403: "it is not yours to decide",
    404: "there is no such plan, or it does not hold that document",
    409: "the plan is at another revision, or the catalogue moved",
    422: "a no without its reason",
  },
} as const satisfies RouteContract;

/** All routes about the catalogue. */
