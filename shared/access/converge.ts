import { type AccessRequest, isRunning } from "#shared/access/access-request.ts";
import { callDeadline, retryDelay } from "#shared/access/call-window.ts";
import type { ConvergeDeps } from "#shared/access/converge-deps.ts";
import { takeBack } from "#shared/access/converge-end.ts";
import { putAndReadBack, type RolledUp } from "#shared/access/converge-put.ts";
import {
  type ActiveGrant,
  type Grant,
  isEnding,
  isOver,
  type PlannedGrant,
  type ProvisioningGrant,
} from "#shared/access/grant.ts";
import { begin, type PutPermit, permitPut } from "#shared/access/grant-begin.ts";
import { neverStart, startEnding } from "#shared/access/grant-end.ts";
import { rollUp } from "#shared/access/roll-up.ts";
import type { GrantId } from "#shared/kernel/ids.ts";
import type { EpochMillis } from "#shared/kernel/time.ts";
import type { Stored } from "#shared/storage/record.ts";

/**
 * Brings the account to where the grant's row says it must be: the only routine that touches it.
 *
 * Reads the row, does what it still lacks, reads back, writes. Every message, schedule and sweep is
 * just the hint to run it; it may run twice at once and stop anywhere. A writer whose row has moved
 * stops: the next hint or the sweep begins anew.
 */
export async function converge(id: GrantId, deps: ConvergeDeps): Promise<void> {
  const stored = await deps.store.grant(id);
  if (stored === undefined || (await step(stored, deps)) === "rolled-up") return;
  await rollUp(stored.value.request, deps, id);
}

/** {@link converge} of a grant that was written a moment ago, with its request: neither is read again. */
export async function convergeNew(
  stored: Stored<PlannedGrant>,
  request: Stored<AccessRequest>,
  deps: ConvergeDeps,
): Promise<void> {
  if ((await start(stored, deps, request)) === "rolled-up") return;
  await rollUp(request.value.id, deps, stored.value.id);
}

async function step(stored: Stored<Grant>, deps: ConvergeDeps): Promise<RolledUp | undefined> {
  const grant = stored.value;
  const now = deps.clock.now();
  if (isOver(grant) || now < grant.nextActionAt) return undefined;
  if (grant.state === "PLANNED")
    return start({ ...stored, value: grant }, deps, await deps.store.request(grant.request));
  if (isEnding(grant)) await takeBack({ ...stored, value: grant }, deps);
  else await keep({ ...stored, value: grant }, now, deps);
  return undefined;
}

async function start(
  stored: Stored<PlannedGrant>,
  deps: ConvergeDeps,
  request: Stored<AccessRequest> | undefined,
): Promise<RolledUp | undefined> {
  const grant = stored.value;
  const now = deps.clock.now();
  const running = request !== undefined && isRunning(request.value) ? { ...request, value: request.value } : undefined;
  if (running === undefined || now >= grant.approvedUntil) {
    const because = running === undefined ? "request-over" : "too-late";
    await deps.store.saveGrant(stored, neverStart(grant, { now, because }));
    return undefined;
  }
  // Under a request that is live at the very moment of the write, or not at all.
  const live = { kind: "access-request", id: grant.request, revision: running.revision };
  const begun = await deps.store.saveGrant(stored, begin(grant, permit(now, 0, deps)), [live]);
  if (begun === undefined) return undefined;
  return putAndReadBack(begun, { deadline: callDeadline(now), alone: true, request: running }, deps);
}

async function keep(stored: Stored<ProvisioningGrant | ActiveGrant>, now: EpochMillis, deps: ConvergeDeps) {
  const grant = stored.value;
  if (now >= grant.expiresAt) {
    const ending = await deps.store.saveGrant(stored, startEnding(grant, { now, reason: "expired" }));
    if (ending !== undefined) await takeBack(ending, deps);
    return;
  }
  if (grant.state === "ACTIVE" && grant.seenGeneration === grant.generation) return;
  const permitted = await deps.store.saveGrant(stored, permitPut(grant, permit(now, grant.attempts, deps)));
  const alone = now > grant.fence;
  if (permitted !== undefined) await putAndReadBack(permitted, { deadline: callDeadline(now), alone }, deps);
}

const permit = (now: EpochMillis, attempts: number, deps: ConvergeDeps): PutPermit => ({
  now,
  fenceMargin: deps.cloud.fenceMargin,
  retryIn: retryDelay(attempts, deps.random),
  digest: deps.digest,
});
