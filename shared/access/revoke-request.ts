import { type AccessRequest, hasGrants, type RequestEnd, type RevokingRequest } from "#shared/access/access-request.ts";
import { type Grant, isEnding, isOver } from "#shared/access/grant.ts";
import { neverStart, startEnding } from "#shared/access/grant-end.ts";
import type { Moved } from "#shared/access/moved.ts";
import type { AccessStore } from "#shared/access/ports.ts";
import { noted, requestEvent } from "#shared/access/request-event.ts";
import { Contention } from "#shared/kernel/contention.ts";
import type { RequestId } from "#shared/kernel/ids.ts";
import type { Clock, EpochMillis } from "#shared/kernel/time.ts";
import type { Actor } from "#shared/storage/event.ts";
import type { Stored } from "#shared/storage/record.ts";

export type RevokeAsk = {
  readonly request: RequestId;
  readonly by: Actor;
  readonly reason: RequestEnd;
  /** In the words of who ends it. */
  readonly note?: string | undefined;
};

export type RevokeOutcome =
  | { readonly kind: "revoking"; readonly request: AccessRequest }
  /** Over, or on its way there already: asked again it changes nothing. */
  | { readonly kind: "already"; readonly request: AccessRequest }
  | { readonly kind: "nothing-granted"; readonly request: AccessRequest }
  | { readonly kind: "not-found" };

/** Others may write a row between our read and our write so often before it is a fault. */
const MOST_TRIES = 20;

/**
 * Ends a request and every grant of it in one transaction. Has no guard but the revisions: whoever may
 * call it, the end itself is never refused. Also what giving back and off-boarding do.
 *
 * @throws Contention when other writers won every try
 */
export async function revokeRequest(
  { request, by, reason, note }: RevokeAsk,
  deps: { readonly store: AccessStore; readonly clock: Clock },
): Promise<RevokeOutcome> {
  for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
    const stored = await deps.store.request(request);
    if (stored === undefined) return { kind: "not-found" };
    const { value } = stored;
    if (!hasGrants(value)) return { kind: "nothing-granted", request: value };
    if (!("nextActionAt" in value) || value.state === "REVOKING") return { kind: "already", request: value };
    const now = deps.clock.now();
    const { nextActionAt: _due, ...rest } = value;
    const next: RevokingRequest = { ...rest, state: "REVOKING", reason, by, nextActionAt: now };
    const moved = { value: next, event: requestEvent("request.revoking", next, { by, reason, ...noted(note) }) };
    const grants = await endOfGrants(value.grants, { now, by, reason }, deps.store);
    if (await deps.store.commit({ requests: [{ stored, moved }], grants })) return { kind: "revoking", request: next };
  }
  throw new Contention(`Cannot end request "${request}": other writers won ${MOST_TRIES} times`);
}

type How = { readonly now: EpochMillis; readonly by: Actor; readonly reason: RequestEnd };

async function endOfGrants(ids: readonly Grant["id"][], how: How, store: AccessStore) {
  const ends: { readonly stored: Stored<Grant>; readonly moved: Moved<Grant> }[] = [];
  for (const id of ids) {
    const stored = await store.grant(id);
    if (stored === undefined) continue;
    const moved = endOf(stored.value, how);
    if (moved !== undefined) ends.push({ stored, moved });
  }
  return ends;
}

function endOf(grant: Grant, { now, by, reason }: How): Moved<Grant> | undefined {
  if (isOver(grant) || isEnding(grant)) return undefined;
  if (grant.state === "PLANNED") return neverStart(grant, { now, because: "request-over", by });
  return startEnding(grant, { now, reason, by });
}
