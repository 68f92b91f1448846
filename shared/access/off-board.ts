import { openGrantsOf } from "#shared/access/facts.ts";
import type { AccessStore, Governance } from "#shared/access/ports.ts";
import { revokeRequest } from "#shared/access/revoke-request.ts";
import type { PersonId, RequestId } from "#shared/kernel/ids.ts";
import type { Clock } from "#shared/kernel/time.ts";

/** Ends what people hold who are not active any more; answers which requests. */
export async function offBoardWhoLeft(deps: {
  readonly store: AccessStore;
  readonly clock: Clock;
  readonly governance: Governance;
}): Promise<readonly RequestId[]> {
  const ended: RequestId[] = [];
  for (const { id, active } of await deps.governance.people()) {
    if (!active) ended.push(...(await offBoard(id, deps)));
  }
  return ended;
}

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
