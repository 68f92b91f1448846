import * as z from "zod";
import { Paging } from "#shared/contracts/http/findings.ts";
import {
  ActionAnswer,
  CoverageAnswer,
  KillSwitchAnswer,
  PlanAnswer,
  PolicyAnswer,
  PolicyDetailAnswer,
  UndoAnswer,
} from "#shared/contracts/http/policy-answers.ts";
import type { RouteContract } from "#shared/contracts/http/route.ts";

const PolicyParams = z.strictObject({ id: z.string().min(1).max(200) });
const because = z.string().trim().min(3, "say why in a few words").max(500);

export const listPolicies = {
  method: "GET",
  path: "/v1/policies",
  operation: "listPolicies",
  summary: "List policies: what is enforced, what is halted",
  answers: { 200: z.strictObject({ policies: z.array(PolicyAnswer) }).meta({ id: "Policies" }) },
} as const satisfies RouteContract;

export const getPolicy = {
  method: "GET",
  path: "/v1/policies/{id}",
  operation: "getPolicy",
  summary: "Read one policy with its latest plans",
  params: PolicyParams,
  answers: { 200: PolicyDetailAnswer },
  problems: { 404: "there is no such policy" },
} as const satisfies RouteContract;

export const planPolicyNow = {
  method: "POST",
  path: "/v1/policies/{id}/plans",
  operation: "planPolicy",
  summary: "Plan what enforcing a policy would change now",
  roles: ["operator", "security"],
  params: PolicyParams,
  answers: { 201: PlanAnswer },
  problems: { 404: "there is no such policy" },
} as const satisfies RouteContract;

export const getPlan = {
  method: "GET",
  path: "/v1/policies/{id}/plans/{plan}",
  operation: "getPlan",
  summary: "Read a stored plan, page by page",
  params: PolicyParams.extend({ plan: z.string().min(1).max(100) }),
  query: z.strictObject({
    cursor: z
      .string()
      .regex(/^\d{1,6}$/, "write the cursor of the page before")
      .optional(),
  }),
  answers: { 200: PlanAnswer },
  problems: { 404: "there is no such plan" },
} as const satisfies RouteContract;

export const promotePolicyNow = {
  method: "POST",
  path: "/v1/policies/{id}/promotion",
  operation: "promotePolicy",
  summary: "Let a version of a policy write, on the strength of a plan",
  roles: ["operator"],
  params: PolicyParams,
  body: z.strictObject({ plan: z.string().min(1).max(100), expect: z.int().nonnegative() }),
  answers: { 200: PolicyAnswer },
  problems: { 404: "there is no such policy or plan", 409: "the plan is no base for it, or the caller wrote it" },
} as const satisfies RouteContract;

export const haltPolicyNow = {
  method: "POST",
  path: "/v1/policies/{id}/halt",
  operation: "haltPolicy",
  summary: "Stop every write of a policy",
  roles: ["operator", "security"],
  params: PolicyParams,
  body: z.strictObject({ because }),
  answers: { 200: PolicyAnswer },
  problems: { 404: "there is no such policy" },
} as const satisfies RouteContract;

export const resumePolicyNow = {
  method: "POST",
  path: "/v1/policies/{id}/resumption",
  operation: "resumePolicy",
  summary: "Let a halted policy write again, with a new count",
  roles: ["operator"],
  params: PolicyParams,
  answers: { 200: PolicyAnswer },
  problems: { 404: "there is no such policy" },
} as const satisfies RouteContract;

export const listActions = {
  method: "GET",
  path: "/v1/actions",
  operation: "listActions",
  summary: "List what policies wrote, with what was there before, newest first",
  query: z.strictObject(Paging),
  answers: {
    200: z
      .strictObject({ actions: z.array(ActionAnswer), cursor: z.exactOptional(z.string()) })
      .meta({ id: "ActionPage" }),
  },
} as const satisfies RouteContract;

export const undoActionNow = {
  method: "POST",
  path: "/v1/actions/{id}/undo",
  operation: "undoAction",
  summary: "Put back what an action found, or agree to it where people must",
  params: z.strictObject({ id: z.string().regex(/^A-[0-9A-Z]{12}$/, 'write an action id, such as "A-0123456789AB"') }),
  answers: { 200: UndoAnswer },
  problems: {
    403: "the caller is no operator, or none of those who must agree",
    404: "there is no such action",
    409: "somebody changed it since, it is too late, or writes are stopped",
  },
} as const satisfies RouteContract;

export const getCoverage = {
  method: "GET",
  path: "/v1/coverage",
  operation: "getCoverage",
  summary: "Say how well every account, region and type is seen, and which share of events was lost",
  answers: { 200: CoverageAnswer },
} as const satisfies RouteContract;

export const getKillSwitch = {
  method: "GET",
  path: "/v1/kill-switch",
  operation: "getKillSwitch",
  summary: "Say whether all writes of policies are stopped",
  answers: { 200: KillSwitchAnswer },
} as const satisfies RouteContract;

export const putKillSwitch = {
  method: "PUT",
  path: "/v1/kill-switch",
  operation: "setKillSwitch",
  summary: "Stop all writes of policies, or let them write again",
  roles: ["operator", "security"],
  body: z.strictObject({ on: z.boolean(), because }),
  answers: { 200: KillSwitchAnswer },
} as const satisfies RouteContract;

export const POLICY_CONTRACTS = [
  listPolicies,
  getPolicy,
  planPolicyNow,
  getPlan,
  promotePolicyNow,
  haltPolicyNow,
  resumePolicyNow,
  listActions,
  undoActionNow,
  getCoverage,
  getKillSwitch,
  putKillSwitch,
] as const;
