import * as z from "zod";
import { type AccessRequest, MOST_ITEMS } from "#shared/access/access-request.ts";
import { StoredDecided, stageShape } from "#shared/contracts/stored/access-decided.ts";
import { AccountNumberText, GrantRef, RequestRef } from "#shared/contracts/stored/access-field.ts";
import { escalationShape } from "#shared/contracts/stored/access-who.ts";
import { Length, Moment, Person } from "#shared/contracts/stored/stored-field.ts";

const item = z.strictObject({
  dataset: z.string().min(1),
  account: z.string().min(1),
  accountNumber: AccountNumberText,
  environment: z.string().min(1),
  template: z.string().min(1),
  parameters: z.record(z.string(), z.string()),
});

const escalation = z.strictObject(escalationShape);

const stage = z.strictObject({ ...stageShape, item: z.int().nonnegative(), escalated: z.exactOptional(escalation) });

const pin = z.strictObject({ catalog: z.int().nonnegative(), items: z.array(StoredDecided), stages: z.array(stage) });

const decision = z.strictObject({
  person: Person,
  outcome: z.enum(["approve", "reject"]),
  note: z.string(),
  stage: z.int().nonnegative(),
  round: z.int().positive(),
  at: Moment,
  revision: z.int().positive(),
  limits: z.exactOptional(
    z.strictObject({ duration: z.exactOptional(Length), items: z.exactOptional(z.array(z.int().nonnegative())) }),
  ),
});

const effect = z.strictObject({ sentence: z.string(), short: z.string() });

const check = z.strictObject({ check: z.string(), result: z.enum(["pass", "fail", "warn"]), because: z.string() });

const terms = {
  id: RequestRef,
  requester: Person,
  beneficiary: Person,
  items: z.array(item).min(1).max(MOST_ITEMS),
  dropped: z.exactOptional(z.array(z.int().nonnegative())),
  duration: Length,
  startsAt: z.exactOptional(Moment),
  justification: z.string(),
  ticket: z.exactOptional(z.string()),
  submittedAt: Moment,
  extends: z.exactOptional(z.strictObject({ request: RequestRef, until: Moment })),
  effect,
  checks: z.array(check),
  round: z.int().positive(),
  pin,
  decisions: z.array(decision),
  pendingUntil: Moment,
};

const approved = { ...terms, approvedAt: Moment, approvedUntil: Moment };
const started = {
  ...approved,
  activatingAt: Moment,
  grants: z.array(GrantRef).min(1),
};

/** A request as stored, version 3. */
export const StoredAccessRequest: z.ZodType<AccessRequest> = z.discriminatedUnion("state", [
  z.strictObject({
    ...terms,
    state: z.literal("PENDING"),
    stage: z.int().nonnegative(),
    roundAt: Moment,
    askedAt: Moment,
    reminded: z.int().nonnegative(),
    approvedUntil: z.exactOptional(Moment),
    nextActionAt: Moment,
  }),
  z.strictObject({ ...approved, state: z.enum(["APPROVED", "SCHEDULED"]), nextActionAt: Moment }),
  z.strictObject({ ...started, state: z.enum(["ACTIVATING", "ACTIVE", "PARTIAL"]), nextActionAt: Moment }),
  z.strictObject({
    ...started,
    state: z.literal("REVOKING"),
    reason: z.enum(["revoked", "given-back", "off-boarded"]),
    by: z.string(),
    nextActionAt: Moment,
  }),
  z.strictObject({ ...started, state: z.enum(["ENDED", "REVOKED", "FAILED"]), endedAt: Moment, because: z.string() }),
  z.strictObject({
    ...terms,
    state: z.enum(["REJECTED", "CANCELLED", "EXPIRED", "BLOCKED", "APPLIED"]),
    endedAt: Moment,
    because: z.string(),
  }),
]);

const Version1 = z.looseObject({ effect: z.string() });

/** Version 1 had the effect as one text. */
export function accessRequestFrom1(body: unknown): unknown {
  const { effect: sentence, ...rest } = Version1.parse(body);
  return { ...rest, effect: { sentence, short: sentence } };
}

const Version2 = z.looseObject({
  state: z.string(),
  round: z.int(),
  submittedAt: z.int(),
  decisions: z.array(z.looseObject({ round: z.int(), at: z.int() })),
});

/**
 * Version 2 knew no reminders. What waits to be decided began its round with the last word of the round before,
 * its stage with the last word of this one. It keeps its place in the index: the next word on it gives it the
 * reminders that are still to come, and without one it lapses as it would have.
 */
export function accessRequestFrom2(body: unknown): unknown {
  const before = Version2.parse(body);
  if (before.state !== "PENDING") return before;
  const { round, submittedAt, decisions } = before;
  const lastOf = (counts: (decided: number) => boolean, otherwise: number): number =>
    Math.max(otherwise, ...decisions.filter((each) => counts(each.round)).map(({ at }) => at));
  const roundAt = lastOf((decided) => decided < round, submittedAt);
  return { ...before, roundAt, askedAt: lastOf((decided) => decided === round, roundAt), reminded: 0 };
}
