import { openGrantsOf } from "#shared/access/facts.ts";
import type { AccessStore } from "#shared/access/ports.ts";
import { revokeRequest } from "#shared/access/revoke-request.ts";
import type { PersonId, RequestId } from "#shared/kernel/ids.ts";
import type { Clock } from "#shared/kernel/time.ts";

/** Ends everything that a person who left still holds; answers which requests. */
export async function offBoard(
  person: PersonId,
  deps: { readonly store: AccessStore; readonly clock: Clock },
): Promise<readonly RequestId[]> {
  const requests = [...new Set((await openGrantsOf(person, deps.store)).map(({ request }) => request))];
  for (const request of requests) {
    await revokeRequest({ request, by: "function:grant-reconcile", reason: "off-boarded" }, deps);
  }
  return requests;
}
