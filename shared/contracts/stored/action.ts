import * as z from "zod";
import {
  ActionRef,
  FindingRef,
  Length,
  Moment,
  Person,
  ResourceRefShape,
} from "#shared/contracts/stored/stored-field.ts";
import type { Action } from "#shared/policy/enforce/action.ts";

/** One write of one setting with what was there before. */
export const StoredActionChange = z.strictObject({
  change: z.discriminatedUnion("set", [
    // JSON has no undefined: a tag that is taken away has no value.
    z
      .strictObject({ set: z.literal("tag"), key: z.string(), value: z.exactOptional(z.string()) })
      .transform(({ set, key, value }) => ({ set, key, value })),
    z.strictObject({
      set: z.literal("retention"),
      control: z.string(),
      days: z.union([z.number(), z.literal("unset")]),
      rule: z.exactOptional(z.strictObject({ id: z.string(), prefix: z.string() })),
    }),
  ]),
  before: z.union([z.string(), z.number(), z.null()]),
  direction: z.enum(["raise", "lower", "none"]),
});

const facts = {
  id: ActionRef,
  policy: z.string().min(1),
  policyHash: z.string(),
  plan: z.string(),
  run: z.string(),
  resource: ResourceRefShape.extend({ name: z.string() }),
  changes: z.array(StoredActionChange).min(1),
  findings: z.array(FindingRef),
  cause: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("enforce"), openSince: Moment }),
    z.strictObject({ kind: z.literal("undo"), action: ActionRef, by: Person }),
  ]),
  intendedAt: Moment,
  undo: Length,
  undoneBy: z.exactOptional(ActionRef),
};

const attempts = z.int().nonnegative();

/** A row of the before-image ledger, version 2: a change may name the lifecycle rule that it sets. */
export const StoredAction: z.ZodType<Action> = z.discriminatedUnion("state", [
  z.strictObject({
    ...facts,
    state: z.literal("WAITING"),
    nextAt: Moment,
    approvals: z.array(z.strictObject({ stage: z.int().nonnegative(), by: Person, at: Moment })),
  }),
  z.strictObject({ ...facts, state: z.literal("INTENDED"), attempts, nextAt: Moment }),
  z.strictObject({ ...facts, state: z.literal("UNKNOWN"), attempts, nextAt: Moment, because: z.string() }),
  z.strictObject({ ...facts, state: z.literal("DONE"), at: Moment }),
  z.strictObject({ ...facts, state: z.literal("FAILED"), at: Moment, because: z.string() }),
]);
