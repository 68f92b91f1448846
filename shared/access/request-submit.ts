import type { AccessAsk } from "#shared/access/access-ask.ts";
import type { ApprovedRequest, PendingRequest, Pin } from "#shared/access/access-request.ts";
import type { Assessment } from "#shared/access/assess.ts";
import type { Moved } from "#shared/access/moved.ts";
import { pendingOf } from "#shared/access/pin.ts";
import { approved } from "#shared/access/request-decide.ts";
import { requestEvent } from "#shared/access/request-event.ts";
import { waiting } from "#shared/access/silence.ts";
import type { RequestId } from "#shared/kernel/ids.ts";
import { type EpochMillis, earliest, plus } from "#shared/kernel/time.ts";

export type Submission = {
  readonly id: RequestId;
  readonly ask: AccessAsk;
  readonly assessment: Omit<Assessment, "pin">;
  readonly pin: Pin;
  readonly now: EpochMillis;
  /** An extension is good for nothing after the end that it moves. */
  readonly notAfter?: EpochMillis;
};

/** The first state of a request: PENDING at its first stage, or APPROVED where a rule says so in a word. */
export function submitted({
  id,
  ask,
  assessment,
  pin,
  now,
  notAfter,
}: Submission): Moved<PendingRequest | ApprovedRequest> {
  const pendingUntil = earliest(plus(now, pendingOf(pin)), ...(notAfter === undefined ? [] : [notAfter]));
  const pending = waiting({
    id,
    requester: ask.requester,
    beneficiary: ask.beneficiary ?? ask.requester,
    items: assessment.items,
    duration: ask.duration,
    ...(ask.startsAt === undefined ? {} : { startsAt: ask.startsAt }),
    justification: ask.justification,
    ...(ask.ticket === undefined ? {} : { ticket: ask.ticket }),
    submittedAt: now,
    ...(ask.extends === undefined ? {} : { extends: ask.extends }),
    effect: assessment.effect,
    checks: assessment.checks,
    round: 1,
    pin,
    decisions: [],
    pendingUntil,
    state: "PENDING",
    stage: 0,
    roundAt: now,
    askedAt: now,
    reminded: 0,
  });
  const byRule = pin.stages.length === 0;
  const value = byRule ? approved(pending, now) : pending;
  const type = byRule ? "request.approved" : "request.submitted";
  return { value, event: requestEvent(type, value, { by: ask.requester, byRule, catalog: pin.catalog }) };
}
