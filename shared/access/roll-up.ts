import {
  type AccessRequest,
  type FinishedRequest,
  isRunning,
  type RevokingRequest,
  type RunningRequest,
} from "#shared/access/access-request.ts";
import { type Grant, isBegun, isOver } from "#shared/access/grant.ts";
import type { Moved } from "#shared/access/moved.ts";
import type { AccessStore } from "#shared/access/ports.ts";
import { requestEvent } from "#shared/access/request-event.ts";
import type { GrantId, RequestId } from "#shared/kernel/ids.ts";
import { type Clock, type EpochMillis, earliest } from "#shared/kernel/time.ts";

type RollUpDeps = { readonly store: AccessStore; readonly clock: Clock };

/**
 * Brings a request's state to what its grants say. Written under the request's revision; a loser stops.
 *
 * @param oneOf a grant of it that is known, and read along with it
 */
export async function rollUp(id: RequestId, { store, clock }: RollUpDeps, oneOf?: GrantId): Promise<void> {
  const [stored, known] = await Promise.all([store.request(id), oneOf === undefined ? undefined : store.grant(oneOf)]);
  if (stored === undefined) return;
  const request = stored.value;
  if (!isRunning(request) && request.state !== "REVOKING") return;
  const rows = await Promise.all(request.grants.map((grant) => (grant === oneOf ? known : store.grant(grant))));
  const grants = rows.filter((row) => row !== undefined).map(({ value }) => value);
  const moved = rolledUp(request, grants, clock.now());
  if (moved !== undefined) await store.commit({ requests: [{ stored, moved }] });
}

/**
 * What a request is by its grants, or undefined when nothing changes: all ACTIVE is ACTIVE, some over
 * or ending is PARTIAL, all over is ENDED (REVOKED when someone took it, FAILED when none ever worked).
 */
export function rolledUp(
  request: RunningRequest | RevokingRequest,
  grants: readonly Grant[],
  now: EpochMillis,
): Moved<AccessRequest> | undefined {
  if (grants.length < request.grants.length) return undefined;
  if (grants.every(isOver)) return finished(request, grants, now);
  if (request.state === "REVOKING") return undefined;
  const state = runningState(request, grants);
  const ends = grants.flatMap((grant) => (grant.state === "ACTIVE" ? [grant.expiresAt] : []));
  // A row that waits for its grants stays due: each sweep reads it again, and nothing is written.
  const nextActionAt = state === "ACTIVE" ? earliest(...ends) : request.nextActionAt;
  if (state === request.state && nextActionAt === request.nextActionAt) return undefined;
  const value: RunningRequest = { ...request, state, nextActionAt };
  const type = state === request.state ? "request.end-moved" : TYPES[state];
  return { value, event: requestEvent(type, value, {}) };
}

const TYPES = {
  ACTIVATING: "request.activating",
  ACTIVE: "request.active",
  PARTIAL: "request.partial",
  ENDED: "request.ended",
  REVOKED: "request.revoked",
  FAILED: "request.failed",
} as const;

function finished(
  request: RunningRequest | RevokingRequest,
  grants: readonly Grant[],
  now: EpochMillis,
): Moved<AccessRequest> {
  const value: FinishedRequest = { ...startedTerms(request), ...endOf(request, grants), endedAt: now };
  return { value, event: requestEvent(TYPES[value.state], value, { because: value.because }) };
}

function startedTerms(request: RunningRequest | RevokingRequest) {
  if (request.state === "REVOKING") {
    const { nextActionAt: _due, reason: _reason, by: _by, ...terms } = request;
    return terms;
  }
  const { nextActionAt: _due, ...terms } = request;
  return terms;
}

function endOf(request: RunningRequest | RevokingRequest, grants: readonly Grant[]) {
  if (request.state === "REVOKING") {
    return request.reason === "given-back"
      ? ({ state: "ENDED", because: "given back" } as const)
      : ({ state: "REVOKED", because: request.reason } as const);
  }
  if (grants.some((grant) => grant.state === "REVOKED" && grant.reason === "tampered"))
    return { state: "ENDED", because: "its access was altered or removed in the account" } as const;
  return grants.some((grant) => isBegun(grant) && grant.confirmedAt !== undefined)
    ? ({ state: "ENDED", because: "its time was over" } as const)
    : ({ state: "FAILED", because: "none of its grants ever took effect" } as const);
}

function runningState(request: RunningRequest, grants: readonly Grant[]): RunningRequest["state"] {
  if (grants.every(({ state }) => state === "ACTIVE")) return "ACTIVE";
  const settled = grants.every((grant) => grant.state !== "PLANNED" && grant.state !== "PROVISIONING");
  const someEnd = grants.some(({ state }) => state !== "PLANNED" && state !== "PROVISIONING" && state !== "ACTIVE");
  return settled || (someEnd && request.state !== "ACTIVATING") ? "PARTIAL" : request.state;
}
