import * as z from "zod";
import type { Json } from "#shared/kernel/json.ts";

/** The parts of what the access API answers. Moments are ISO texts in UTC, durations in the house form. */
const moment = z.iso.datetime();
const person = z.string();
const json: z.ZodType<Json> = z.json();

export const EffectAnswer = z.strictObject({ sentence: z.string(), short: z.string() }).meta({ id: "Effect" });

export const CheckAnswer = z
  .strictObject({ check: z.string(), result: z.enum(["pass", "fail", "warn"]), because: z.string() })
  .meta({ id: "Guardrail" });

export const StageAnswer = z
  .strictObject({
    /** In the words of the documents: `target.owners`. */
    who: z.string(),
    /** For people, with their names: `one of the 2 owners of sales.orders: Ben Ito, Liv Sand`. */
    says: z.string(),
    of: z.array(person),
    needed: z.int(),
    youAreIn: z.boolean(),
    /** Since when it is asked; only of the stage that a pending request waits for. */
    askedSince: moment.optional(),
    /** Nobody decided it in time: to whom it went as well, and who of them is in it beside those it asked first. */
    escalated: z.strictObject({ to: z.string(), at: moment, added: z.array(person) }).optional(),
    decisions: z.array(
      z.strictObject({
        person,
        outcome: z.enum(["approve", "reject"]),
        note: z.string(),
        at: moment,
        round: z.int(),
        /** How it narrowed what was asked, in words. */
        limits: z.string().optional(),
      }),
    ),
  })
  .meta({ id: "Stage" });

export const EvidenceAnswer = z
  .strictObject({
    kind: z.enum(["present", "absent"]),
    at: moment,
    requestId: z.string(),
    name: z.string().optional(),
    hash: z.string().optional(),
    prefix: z.string().optional(),
    fence: moment.optional(),
  })
  .meta({ id: "Evidence" });

export const GrantAnswer = z
  .strictObject({
    id: z.string(),
    request: z.string(),
    state: z.string(),
    person,
    dataset: z.string(),
    template: z.string(),
    account: z.string(),
    role: z.string(),
    notBefore: moment.nullable(),
    expiresAt: moment.nullable(),
    allows: z.array(z.strictObject({ actions: z.array(z.string()), resources: z.array(z.string()) })),
    evidence: z.array(EvidenceAnswer),
    says: z.string(),
    reason: z.string().optional(),
    externallyModified: z.boolean(),
    /** Past its end while the access may still work. */
    overdueSeconds: z.int(),
    /** Past its end, off, and the proof not there yet. */
    unprovedSeconds: z.int(),
    problem: z.string().optional(),
  })
  .meta({ id: "Grant" });

export const EventAnswer = z
  .strictObject({
    type: z.string(),
    by: z.string(),
    at: moment,
    about: z.string(),
    sequence: z.int(),
    data: z.record(z.string(), json),
    hash: z.string(),
  })
  .meta({ id: "Event" });

export const ItemAnswer = z
  .strictObject({
    /** From 1; the grant of item 2 of R-7 is G-7-2. */
    item: z.int(),
    dataset: z.string(),
    template: z.string(),
    account: z.string(),
    environment: z.string(),
    parameters: z.record(z.string(), z.string()),
  })
  .meta({ id: "Item" });

export const RequestSummary = z
  .strictObject({
    id: z.string(),
    state: z.string(),
    revision: z.int(),
    requester: person,
    beneficiary: person,
    items: z.array(ItemAnswer),
    /** What a decision took out; absent when it took nothing. */
    withheld: z.array(ItemAnswer).optional(),
    duration: z.string(),
    justification: z.string(),
    submittedAt: moment,
    approvers: z.array(person),
    effect: EffectAnswer,
    ticket: z.string().optional(),
    startsAt: moment.optional(),
    /** Undecided until then, it ends. */
    lapsesAt: moment.optional(),
    /** Approved: not activated until then, it ends. */
    activatesBy: moment.optional(),
    extends: z.strictObject({ request: z.string(), until: moment }).optional(),
    because: z.string().optional(),
    endedAt: moment.optional(),
  })
  .meta({ id: "RequestSummary" });

export const RequestAnswer = RequestSummary.extend({
  round: z.int(),
  stages: z.array(StageAnswer),
  checks: z.array(CheckAnswer),
  grants: z.array(GrantAnswer),
  events: z.array(EventAnswer),
  waits: z.string().optional().describe("what an approved request waits for although its time has come"),
  you: z.strictObject({
    mayDecide: z.boolean(),
    mayCancel: z.boolean(),
    mayExtend: z.boolean(),
    mayGiveBack: z.boolean(),
    mayRevoke: z.boolean(),
    because: z.string(),
  }),
}).meta({ id: "Request" });

export const PreviewAnswer = z
  .strictObject({
    mayRequest: z.boolean(),
    because: z.string(),
    items: z.array(ItemAnswer),
    duration: z.string(),
    effect: EffectAnswer,
    stages: z.array(StageAnswer),
    approvers: z.array(person),
    lapsesAt: moment.optional(),
    checks: z.array(CheckAnswer),
    alternatives: z.array(
      z.strictObject({
        change: z.string(),
        stages: z.int(),
        approvals: z.int().describe("people whose yes it needs, in all stages"),
      }),
    ),
    permissions: z.array(
      z.strictObject({
        action: z.string(),
        resource: z.string(),
        means: z.string(),
        only: z.string().optional().describe("what else must be so, beside the dates that every permission carries"),
      }),
    ),
    residualAccess: z.string(),
  })
  .meta({ id: "Preview" });

export const CatalogEntry = z
  .strictObject({
    dataset: z.string(),
    title: z.string(),
    template: z.string(),
    access: z.string(),
    account: z.string(),
    environment: z.string(),
    classification: z.string(),
    labels: z.array(z.string()),
    mayRequest: z.boolean(),
    because: z.string(),
    maxDuration: z.string(),
    /** In the words of the documents. */
    stages: z.array(z.string()),
    /** The same for people; empty where a rule approves, or nobody may ask. */
    decides: z.string(),
    ticketRequired: z.boolean(),
  })
  .meta({ id: "CatalogEntry" });

export const CredentialsAnswer = z
  .strictObject({
    Version: z.literal(1),
    AccessKeyId: z.string(),
    SecretAccessKey: z.string(),
    SessionToken: z.string(),
    Expiration: moment,
  })
  .meta({ id: "Credentials" });

export type EvidenceAnswer = z.infer<typeof EvidenceAnswer>;
export type GrantAnswer = z.infer<typeof GrantAnswer>;
export type EventAnswer = z.infer<typeof EventAnswer>;
export type StageAnswer = z.infer<typeof StageAnswer>;
export type RequestSummary = z.infer<typeof RequestSummary>;
export type RequestAnswer = z.infer<typeof RequestAnswer>;
export type PreviewAnswer = z.infer<typeof PreviewAnswer>;
export type CatalogEntry = z.infer<typeof CatalogEntry>;
