import type { AccessRequest, PendingRequest } from "#shared/access/access-request.ts";
import { factsFor } from "#shared/access/facts.ts";
import type { Moved } from "#shared/access/moved.ts";
import type { AccessStore, Governance } from "#shared/access/ports.ts";
import { closed } from "#shared/access/request-decide.ts";
import { requestEvent } from "#shared/access/request-event.ts";
import { lapseOf, nextPrompt, promptDue } from "#shared/access/silence.ts";
import type { Clock, EpochMillis } from "#shared/kernel/time.ts";
import type { Stored } from "#shared/storage/record.ts";

export type PendingDeps = { readonly store: AccessStore; readonly governance: Governance; readonly clock: Clock };

/**
 * Does what is due on a request that nobody has decided: ends it at its lapse, else reminds or escalates.
 * Written under the revision read, so what a decision overtook, or another sweep did, is not done again; whom
 * an escalation names is asked anew with each decision, so no other row needs to be as it was.
 */
export async function actOnPending(stored: Stored<PendingRequest>, deps: PendingDeps): Promise<void> {
  const moved = await movedBySilence(stored.value, deps);
  if (moved !== undefined) await deps.store.commit({ requests: [{ stored, moved }] });
}

async function movedBySilence(request: PendingRequest, deps: PendingDeps): Promise<Moved<AccessRequest> | undefined> {
  const now = deps.clock.now();
  if (now >= lapseOf(request)) return lapsed(request, now);
  const next = nextPrompt(request);
  if (next === undefined || next.at > now) return undefined;
  const facts = await factsFor([], deps);
  // Time went on while the company was read.
  return facts.now >= lapseOf(request) ? lapsed(request, facts.now) : promptDue(request, facts.now, facts);
}

function lapsed(request: PendingRequest, now: EpochMillis): Moved<AccessRequest> {
  const value = closed(request, { state: "EXPIRED", because: "nobody decided in time", at: now });
  return { value, event: requestEvent("request.expired", value, { because: value.because }) };
}
