import * as z from "zod";
import type { RouteContract } from "#shared/contracts/http/route.ts";
import { SEVERITIES } from "#shared/findings/finding.ts";

const STATES = ["OPEN", "ACKNOWLEDGED", "RESOLVED", "SUPPRESSED", "REOPENED"] as const;

const moment = z.iso.datetime();

/** A finding as people and scripts see it: what, where, whose, since when, and what happens next. */
export const FindingAnswer = z
  .strictObject({
    id: z.string(),
    policy: z.string(),
    rule: z.string(),
    resource: z.string(),
    state: z.enum(STATES),
    owner: z.string(),
    firstSeen: moment,
    repeats: z.int(),
    ownerBecause: z.string(),
    severity: z.enum(SEVERITIES),
    why: z.string(),
    type: z.string(),
    name: z.string(),
    account: z.exactOptional(z.string()),
    region: z.exactOptional(z.string()),
    foundBy: z.enum(["event", "sweep"]),
    openSince: moment,
    until: z.exactOptional(moment),
    exemption: z.exactOptional(z.string()),
    acknowledgedBy: z.exactOptional(z.string()),
    next: z.exactOptional(z.strictObject({ what: z.string(), at: z.exactOptional(moment) })),
    fix: z.exactOptional(z.strictObject({ from: z.string(), to: z.string(), patch: z.exactOptional(z.string()) })),
    undo: z.exactOptional(z.strictObject({ action: z.string(), until: moment, cannot: z.exactOptional(z.string()) })),
    approvals: z.array(z.strictObject({ by: z.string(), at: moment })),
    runbook: z.string(),
    revision: z.exactOptional(z.int()),
  })
  .meta({ id: "Finding" });

export type FindingAnswer = z.infer<typeof FindingAnswer>;

const FindingParams = z.strictObject({
  id: z.string().regex(/^F-[0-9A-Z]{12}$/, 'write a finding id, such as "F-0123456789AB"'),
});

const limit = z.coerce.number<string>().int().min(1).max(200).default(50);

/** Shared by every list: how many, and where to go on. */
export const Paging = {
  limit,
  cursor: z.string().max(2_000).optional(),
};

export const listFindings = {
  method: "GET",
  path: "/v1/findings",
  operation: "listFindings",
  summary: "List findings, open ones first, worst first",
  query: z.strictObject({
    state: z.enum(STATES).optional(),
    severity: z.enum(SEVERITIES).optional(),
    owner: z.string().max(200).optional(),
    policy: z.string().max(200).optional(),
    resource: z.string().max(2_048).optional(),
    /** Only those of the caller's teams. */
    whose: z.enum(["mine", "all"]).default("all"),
    ...Paging,
  }),
  answers: {
    200: z
      .strictObject({ findings: z.array(FindingAnswer), cursor: z.exactOptional(z.string()) })
      .meta({ id: "FindingPage" }),
  },
  problems: { 400: "the cursor is not one of this list" },
} as const satisfies RouteContract;

export const getFinding = {
  method: "GET",
  path: "/v1/findings/{id}",
  operation: "getFinding",
  summary: "Read one finding",
  params: FindingParams,
  answers: { 200: FindingAnswer },
  problems: { 404: "there is no such finding" },
} as const satisfies RouteContract;

export const acknowledgeFinding = {
  method: "POST",
  path: "/v1/findings/{id}/acknowledgement",
  operation: "acknowledgeFinding",
  summary: "Say that somebody has a finding in hand",
  params: FindingParams,
  answers: { 200: FindingAnswer },
  problems: { 403: "it is somebody else's", 404: "there is no such finding", 409: "it is not open" },
} as const satisfies RouteContract;

export const approveFinding = {
  method: "POST",
  path: "/v1/findings/{id}/remediation",
  operation: "approveFindingRemediation",
  summary: "Agree to the planned change of a finding, where people must",
  params: FindingParams,
  answers: { 200: FindingAnswer },
  problems: {
    403: "the caller is none of those who must agree",
    404: "there is no such finding",
    409: "nothing is planned that people must agree to, or it cannot be read now",
  },
} as const satisfies RouteContract;

export const FINDING_CONTRACTS = [listFindings, getFinding, acknowledgeFinding, approveFinding] as const;
