import type { AccessRequest, PendingRequest } from "#shared/access/access-request.ts";
import type { Assessment } from "#shared/access/assess.ts";
import { newRound } from "#shared/access/request-decide.ts";
import { requestEvent } from "#shared/access/request-event.ts";
import { isRefused, lookAt, type SubmitDeps } from "#shared/access/submit-request.ts";
import type { PersonId, RequestId } from "#shared/kernel/ids.ts";
import { err, ok, type Result } from "#shared/kernel/result.ts";

export type EditAsk = {
  readonly request: RequestId;
  readonly revision: number;
  readonly person: PersonId;
  readonly change: Partial<Pick<PendingRequest, "duration" | "justification">> & { readonly ticket?: string };
};

export type NotEdited =
  | { readonly kind: "not-found" | "not-yours" }
  | { readonly kind: "stale" | "not-pending"; readonly request: AccessRequest; readonly revision: number }
  | { readonly kind: "refused"; readonly assessment: Assessment };

/** Change what is asked while it is undecided: a new round, in which no earlier decision counts. */
export async function editRequest(
  ask: EditAsk,
  deps: Pick<SubmitDeps, "store" | "governance" | "clock">,
): Promise<Result<{ readonly request: AccessRequest; readonly revision: number }, NotEdited>> {
  const stored = await deps.store.request(ask.request);
  if (stored === undefined) return err({ kind: "not-found" });
  const { value: request, revision } = stored;
  if (request.requester !== ask.person) return err({ kind: "not-yours" });
  if (revision !== ask.revision) return err({ kind: "stale", request, revision });
  if (request.state !== "PENDING") return err({ kind: "not-pending", request, revision });
  // What earlier decisions took out is asked for again: none of them counts any more.
  const { dropped: _dropped, ...whole } = request;
  const edited: PendingRequest = { ...whole, ...ask.change };
  const looked = await lookAt(edited, deps);
  if (!looked.ok) return err({ kind: "not-found" });
  const { assessment, facts } = looked.value;
  if (!assessment.pin.ok || isRefused(assessment)) {
    return err({ kind: "refused", assessment });
  }
  const { effect, checks } = assessment;
  const value = newRound({ ...edited, effect, checks }, assessment.pin.value, facts.now);
  const moved = { value, event: requestEvent("request.edited", value, { by: ask.person }) };
  if (await deps.store.commit({ requests: [{ stored, moved }], unchanged: facts.witnesses })) {
    return ok({ request: value, revision: revision + 1 });
  }
  const now = await deps.store.request(ask.request);
  return err({ kind: "stale", request: now?.value ?? request, revision: now?.revision ?? revision });
}
