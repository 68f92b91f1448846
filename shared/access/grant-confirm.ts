import type { ActiveGrant, CloudProblem, Evidence, ProvisioningGrant } from "#shared/access/grant.ts";
import { grantEvent } from "#shared/access/grant-event.ts";
import type { Moved } from "#shared/access/moved.ts";
import { type EpochMillis, earliest, type Millis, plus } from "#shared/kernel/time.ts";

/** What the worker that put and read back knows when it writes. */
export type Confirmation = {
  readonly now: EpochMillis;
  readonly evidence: Extract<Evidence, { kind: "present" }>;
  /** This worker's own put was answered (a time-out is no answer) and the fence before its own had passed. */
  readonly alone: boolean;
  readonly readStaleness: Millis;
  /** Since when people wait for it, where the worker knows: said along. */
  readonly wantedFrom?: EpochMillis;
};

/**
 * A read-back showed exactly what is meant: ACTIVE, or the extension in effect.
 *
 * Settled when no other copy can be under way: the fence falls to `now + readStaleness`, so that a give-back
 * is proved at once. It never rises here.
 */
export function confirm(grant: ProvisioningGrant | ActiveGrant, seen: Confirmation): Moved<ActiveGrant> {
  const { problem: _solved, ...rest } = grant;
  const value: ActiveGrant = {
    ...rest,
    state: "ACTIVE",
    seenGeneration: grant.generation,
    fence: seen.alone ? earliest(grant.fence, plus(seen.now, seen.readStaleness)) : grant.fence,
    evidence: [...grant.evidence, seen.evidence],
    attempts: 0,
    confirmedAt: grant.confirmedAt ?? seen.now,
    nextActionAt: grant.expiresAt,
  };
  const type = grant.state === "ACTIVE" ? "grant.extension-in-effect" : "grant.active";
  const waited = seen.wantedFrom === undefined ? {} : { wantedFrom: seen.wantedFrom };
  const { expiresAt, generation } = value;
  return { value, event: grantEvent(type, value, { expiresAt, generation, ...waited }) };
}

/** A try that did not lead to the access meant: said, and tried again when due. */
export function notYet<Live extends ProvisioningGrant | ActiveGrant>(grant: Live, problem: CloudProblem): Moved<Live> {
  const value: Live = { ...grant, problem };
  return { value, event: grantEvent("grant.not-yet", value, { code: problem.code, attempt: grant.attempts }) };
}
