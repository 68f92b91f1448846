import { type AccessRequest, isApproved } from "#shared/access/access-request.ts";
import type { AccessStore } from "#shared/access/ports.ts";
import { closed } from "#shared/access/request-decide.ts";
import { noted, requestEvent } from "#shared/access/request-event.ts";
import type { PersonId, RequestId } from "#shared/kernel/ids.ts";
import type { Clock } from "#shared/kernel/time.ts";

export type CancelOutcome =
  | { readonly kind: "cancelled" | "too-late"; readonly request: AccessRequest; readonly revision: number }
  | { readonly kind: "not-found" }
  | { readonly kind: "not-yours" }
  | { readonly kind: "changed-meanwhile" };

export type CancelAsk = {
  readonly request: RequestId;
  readonly person: PersonId;
  /** In the words of who withdraws it. */
  readonly note?: string | undefined;
};

/** Withdraw a request before anything was granted: only who asked, or for whom it was asked. */
export async function cancelRequest(
  { request: id, person, note }: CancelAsk,
  { store, clock }: { readonly store: AccessStore; readonly clock: Clock },
): Promise<CancelOutcome> {
  const stored = await store.request(id);
  if (stored === undefined) return { kind: "not-found" };
  const { value: request, revision } = stored;
  if (person !== request.requester && person !== request.beneficiary) return { kind: "not-yours" };
  if (request.state === "CANCELLED") return { kind: "cancelled", request, revision };
  if (request.state !== "PENDING" && !isApproved(request)) return { kind: "too-late", request, revision };
  const value = closed(request, { state: "CANCELLED", because: "withdrawn", at: clock.now() });
  const moved = { value, event: requestEvent("request.cancelled", value, { by: person, ...noted(note) }) };
  const written = await store.commit({ requests: [{ stored, moved }] });
  return written ? { kind: "cancelled", request: value, revision: revision + 1 } : { kind: "changed-meanwhile" };
}
