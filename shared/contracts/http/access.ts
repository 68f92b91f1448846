import * as z from "zod";
import {
  CatalogEntry,
  CredentialsAnswer,
  EventAnswer,
  EvidenceAnswer,
  GrantAnswer,
  PreviewAnswer,
  RequestAnswer,
  RequestSummary,
} from "#shared/contracts/http/access-answers.ts";
import { AskBody, DecisionBody, ExtensionBody, NoteBody } from "#shared/contracts/http/access-bodies.ts";
import type { RouteContract } from "#shared/contracts/http/route.ts";
import { grantId, requestId } from "#shared/kernel/ids.ts";

const requestParams = z.strictObject({
  id: z
    .string()
    .regex(/^R-[a-z0-9]{1,64}$/, "write a request's id, such as R-1043")
    .transform(requestId),
});
const grantParams = z.strictObject({
  id: z
    .string()
    .regex(/^G-[a-z0-9]{1,64}-[1-9]\d{0,2}$/, "write a grant's id, such as G-1043-1")
    .transform(grantId),
});
const cursor = z.string().min(1).max(2_000).optional();
const limit = z.coerce.number<string>().int().min(1).max(200).default(50);

const REQUEST_STATES = [
  "PENDING",
  "APPROVED",
  "SCHEDULED",
  "ACTIVATING",
  "ACTIVE",
  "PARTIAL",
  "REVOKING",
  "ENDED",
  "REVOKED",
  "FAILED",
  "REJECTED",
  "CANCELLED",
  "EXPIRED",
  "BLOCKED",
  "APPLIED",
] as const;
const GRANT_STATES = [
  "PLANNED",
  "NEVER_STARTED",
  "PROVISIONING",
  "ACTIVE",
  "REVOKING",
  "REVOKE_RETRY",
  "REVOKED",
] as const;

const stale = "it changed since: the answer holds `current`";
const hidden = "it is neither yours nor yours to decide";

export const listAccessCatalog = {
  method: "GET",
  path: "/v1/access/catalog",
  operation: "listAccessCatalog",
  summary: "List what can be asked for, and by whom it would be decided",
  answers: { 200: z.strictObject({ items: z.array(CatalogEntry) }).meta({ id: "AccessCatalog" }) },
} as const satisfies RouteContract;

export const previewAccess = {
  method: "POST",
  path: "/v1/access/previews",
  operation: "previewAccess",
  summary: "Show what a request would do and who would decide, without making it",
  body: AskBody,
  answers: { 200: PreviewAnswer },
  problems: { 422: "a dataset, template or account is unknown" },
} as const satisfies RouteContract;

export const createRequest = {
  method: "POST",
  path: "/v1/access/requests",
  operation: "createAccessRequest",
  summary: "Ask for access",
  body: AskBody,
  headers: { "idempotency-key": "required" },
  answers: { 201: RequestAnswer, 200: RequestAnswer },
  problems: {
    403: "you may not ask for this: `needs` and `askAt` say who can help",
    409: "the idempotency key was used with another body",
    422: "a guardrail says no: `checks` has them all",
  },
} as const satisfies RouteContract;

export const listRequests = {
  method: "GET",
  path: "/v1/access/requests",
  operation: "listAccessRequests",
  summary: "List requests: mine, those to decide, or all",
  query: z.strictObject({
    role: z.enum(["mine", "to-decide", "all"]).default("mine"),
    state: z.enum(REQUEST_STATES).optional(),
    limit,
    cursor,
  }),
  answers: {
    200: z.strictObject({ items: z.array(RequestSummary), cursor: z.string().optional() }).meta({ id: "Requests" }),
  },
  problems: { 403: "all requests are open to operators, security and auditors" },
} as const satisfies RouteContract;

export const getRequest = {
  method: "GET",
  path: "/v1/access/requests/{id}",
  operation: "getAccessRequest",
  summary: "Show a request with its stages, grants and events",
  params: requestParams,
  answers: { 200: RequestAnswer },
  problems: { 403: hidden },
} as const satisfies RouteContract;

export const listRequestEvents = {
  method: "GET",
  path: "/v1/access/requests/{id}/events",
  operation: "listAccessRequestEvents",
  summary: "List what happened to a request and its grants",
  params: requestParams,
  answers: { 200: z.strictObject({ items: z.array(EventAnswer) }).meta({ id: "Events" }) },
  problems: { 403: hidden },
} as const satisfies RouteContract;

export const listRequestGrants = {
  method: "GET",
  path: "/v1/access/requests/{id}/grants",
  operation: "listAccessRequestGrants",
  summary: "List the grants of a request",
  params: requestParams,
  answers: { 200: z.strictObject({ items: z.array(GrantAnswer) }).meta({ id: "Grants" }) },
  problems: { 403: hidden },
} as const satisfies RouteContract;

export const decideOnRequest = {
  method: "POST",
  path: "/v1/access/requests/{id}/decisions",
  operation: "decideAccessRequest",
  summary: "Say yes or no to a request, on the revision that was seen",
  params: requestParams,
  body: DecisionBody,
  headers: { "if-match": "required" },
  answers: { 200: RequestAnswer },
  problems: { 403: "you may not decide it: `needs` says who can", 409: stale, 422: "a no without its reason" },
} as const satisfies RouteContract;

const change = (noun: string, summary: string) =>
  ({
    method: "POST",
    path: `/v1/access/requests/{id}/${noun}`,
    summary,
    params: requestParams,
    body: NoteBody,
    answers: { 200: RequestAnswer },
    problems: { 403: "it is not yours to end", 409: stale },
  }) as const;

export const cancelRequestRoute = {
  ...change("cancellation", "Withdraw a request before anything was granted"),
  operation: "cancelAccessRequest",
} as const satisfies RouteContract;

export const giveBackRequest = {
  ...change("completion", "Give access back early"),
  operation: "completeAccessRequest",
} as const satisfies RouteContract;

export const revokeRequestRoute = {
  ...change("revocation", "Take access away"),
  operation: "revokeAccessRequest",
} as const satisfies RouteContract;

export const extendRequestRoute = {
  method: "POST",
  path: "/v1/access/requests/{id}/extension",
  operation: "extendAccessRequest",
  summary: "Ask for more time: a request of its own through the same stages",
  params: requestParams,
  body: ExtensionBody,
  headers: { "idempotency-key": "required" },
  answers: { 201: RequestAnswer, 200: RequestAnswer },
  problems: { 403: "it is not yours", 409: "nothing of it is live, or the key was used", 422: "a guardrail says no" },
} as const satisfies RouteContract;

export const listGrants = {
  method: "GET",
  path: "/v1/access/grants",
  operation: "listGrants",
  summary: "List grants: yours, or all for those who watch over them",
  query: z.strictObject({
    state: z.enum(GRANT_STATES).optional(),
    overdue: z.enum(["true", "false"]).optional(),
    unproved: z.enum(["true", "false"]).optional(),
    limit,
    cursor,
  }),
  answers: {
    200: z.strictObject({ items: z.array(GrantAnswer), cursor: z.string().optional() }).meta({ id: "GrantPage" }),
  },
} as const satisfies RouteContract;

export const getGrantEvidence = {
  method: "GET",
  path: "/v1/access/grants/{id}/evidence",
  operation: "getGrantEvidence",
  summary: "Show what read-backs proved of a grant",
  params: grantParams,
  answers: {
    200: z
      .strictObject({ grant: GrantAnswer, evidence: z.array(EvidenceAnswer), events: z.array(EventAnswer) })
      .meta({ id: "GrantEvidence" }),
  },
  problems: { 403: hidden },
} as const satisfies RouteContract;

export const issueGrantCredentials = {
  method: "POST",
  path: "/v1/access/grants/{id}/credentials",
  operation: "issueGrantCredentials",
  summary: "Hand out short credentials while the grant is live",
  params: grantParams,
  answers: { 200: CredentialsAnswer },
  problems: { 403: "the grant is not yours", 409: "the grant is not live", 503: "the account does not answer" },
} as const satisfies RouteContract;
