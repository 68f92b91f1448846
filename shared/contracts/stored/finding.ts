import * as z from "zod";
import { ActionRef, FindingRef, Moment, Person } from "#shared/contracts/stored/stored-field.ts";
import { type Finding, SEVERITIES } from "#shared/findings/finding.ts";

const facts = {
  id: FindingRef,
  policy: z.string().min(1),
  rule: z.string().min(1),
  resource: z.string().min(1),
  about: z.strictObject({
    type: z.string(),
    name: z.string(),
    account: z.exactOptional(z.string()),
    region: z.exactOptional(z.string()),
  }),
  severity: z.enum(SEVERITIES),
  why: z.string(),
  foundBy: z.enum(["event", "sweep"]),
  firstSeen: Moment,
  openSince: Moment,
  repeats: z.int().nonnegative(),
  turns: z.array(Moment).max(5),
  policyHash: z.string(),
  owner: z.string(),
  ownerBecause: z.string(),
  next: z.exactOptional(z.strictObject({ what: z.string(), at: z.exactOptional(Moment) })),
  fix: z.exactOptional(z.strictObject({ from: z.string(), to: z.string(), patch: z.exactOptional(z.string()) })),
  writing: z.exactOptional(ActionRef),
  undo: z.exactOptional(z.strictObject({ action: z.string(), until: Moment, cannot: z.exactOptional(z.string()) })),
  hold: z.exactOptional(z.strictObject({ action: z.string(), by: Person, at: Moment, policyHash: z.string() })),
  approvals: z.array(z.strictObject({ stage: z.int().nonnegative(), by: Person, at: Moment, fix: z.string() })),
};

/** A finding as stored, version 2: which write of it is under way came with the second. */
export const StoredFinding: z.ZodType<Finding> = z.discriminatedUnion("state", [
  z.strictObject({ ...facts, state: z.literal("OPEN") }),
  z.strictObject({ ...facts, state: z.literal("REOPENED") }),
  z.strictObject({ ...facts, state: z.literal("ACKNOWLEDGED"), by: Person, at: Moment }),
  z.strictObject({ ...facts, state: z.literal("SUPPRESSED"), exemption: z.string(), until: Moment }),
  z.strictObject({
    ...facts,
    state: z.literal("RESOLVED"),
    at: Moment,
    because: z.enum(["read-back", "gone", "out-of-scope", "over"]),
  }),
]);
