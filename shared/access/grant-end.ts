import type {
  ActiveGrant,
  CloudProblem,
  EndingGrant,
  EndReason,
  Evidence,
  NeverStartedGrant,
  PlannedGrant,
  ProvisioningGrant,
  RevokedGrant,
} from "#shared/access/grant.ts";
import { CONVERGE, grantEvent } from "#shared/access/grant-event.ts";
import type { Moved } from "#shared/access/moved.ts";
import { type EpochMillis, type Millis, millis, plus } from "#shared/kernel/time.ts";
import type { Actor } from "#shared/storage/event.ts";

export type Ending = { readonly now: EpochMillis; readonly reason: EndReason; readonly by?: Actor };

/** Take it back. Has no guard but the revision: neither eligibility nor policy nor the person's existence is asked. */
export function startEnding(grant: ProvisioningGrant | ActiveGrant, { now, reason, by }: Ending): Moved<EndingGrant> {
  const { problem: _old, ...rest } = grant;
  const value: EndingGrant = {
    ...rest,
    state: "REVOKING",
    reason,
    endingSince: now,
    attempts: 0,
    externallyModified: grant.externallyModified || reason === "tampered",
    nextActionAt: now,
  };
  return { value, event: grantEvent("grant.revoking", value, { reason, by: by ?? CONVERGE }) };
}

/** A grant whose request is over, or whose time has passed, before anything was done for it. */
export function neverStart(
  grant: PlannedGrant,
  {
    now,
    because,
    by,
  }: { readonly now: EpochMillis; readonly because: NeverStartedGrant["because"]; readonly by?: Actor },
): Moved<NeverStartedGrant> {
  const { state: _planned, nextActionAt: _due, ...terms } = grant;
  const value: NeverStartedGrant = { ...terms, state: "NEVER_STARTED", endedAt: now, because };
  return { value, event: grantEvent("grant.never-started", value, { because, by: by ?? CONVERGE }) };
}

export type Absence = Extract<Evidence, { kind: "absent" }>;

/**
 * A list by prefix showed nothing. When it was begun after the fence, that is the proof: REVOKED.
 * Before, something may still land: the grant stays, and is looked at again right after the fence.
 */
export function nothingSeen(
  grant: EndingGrant,
  { now, seen }: { readonly now: EpochMillis; readonly seen: Absence },
): Moved<EndingGrant | RevokedGrant> {
  return seen.listBeganAt > grant.fence ? proveGone(grant, now, seen) : awaitFence(grant, seen.listBeganAt);
}

function proveGone(grant: EndingGrant, now: EpochMillis, seen: Absence): Moved<RevokedGrant> {
  const { nextActionAt: _due, emptyAt: _empty, problem: _solved, ...rest } = grant;
  const value: RevokedGrant = { ...rest, state: "REVOKED", revokedAt: now, evidence: [...grant.evidence, seen] };
  return {
    value,
    event: grantEvent("grant.revoked", value, {
      reason: grant.reason,
      listBeganAt: seen.listBeganAt,
      fence: seen.fence,
      proof: seen.requestId,
    }),
  };
}

function awaitFence(grant: EndingGrant, emptyAt: EpochMillis): Moved<EndingGrant> {
  const { problem: _solved, ...rest } = grant;
  const value: EndingGrant = { ...rest, state: "REVOKING", emptyAt, nextActionAt: plus(grant.fence, millis(1)) };
  return { value, event: grantEvent("grant.off", value, { emptyAt, proofAt: grant.fence }) };
}

/** Still there, or not to be read: tried again, for ever, and it alarms. */
export function retryEnding(
  grant: EndingGrant,
  { now, problem, retryIn }: { readonly now: EpochMillis; readonly problem: CloudProblem; readonly retryIn: Millis },
): Moved<EndingGrant> {
  const { emptyAt: _notSo, ...rest } = grant;
  const value: EndingGrant = {
    ...rest,
    state: "REVOKE_RETRY",
    attempts: grant.attempts + 1,
    problem,
    nextActionAt: plus(now, retryIn),
  };
  return { value, event: grantEvent("grant.revoke-retry", value, { code: problem.code, attempt: value.attempts }) };
}

/** One of its names was seen again after the proof: no state changes, the alarm is the event. */
export const leftover = (grant: RevokedGrant, names: readonly string[]): Moved<RevokedGrant> => ({
  value: grant,
  event: grantEvent("grant.leftover", grant, { names }),
});
