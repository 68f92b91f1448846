import { openGrantsOf } from "#shared/access/facts.ts";
import { type Grant, isEnding } from "#shared/access/grant.ts";
import type { AccessStore, Governance } from "#shared/access/ports.ts";
import type { PersonId, RequestId } from "#shared/kernel/ids.ts";
import type { Clock } from "#shared/kernel/time.ts";
import type { Actor } from "#shared/storage/event.ts";

export type OffBoardDeps = { readonly store: AccessStore; readonly clock: Clock; readonly governance: Governance };

/**
 * Ends what is held by people who are not active any more, those included whom the directory does not know
 * any more; answers which requests. By the grants that are open and not by the directory; what is being taken back
 * already is left alone.
 */
export async function offBoardWhoLeft(
  { open, by }: { readonly open: readonly Grant[]; readonly by: Actor },
  deps: OffBoardDeps,
): Promise<readonly RequestId[]> {
  const ended: RequestId[] = [];
  const holders = new Set(open.filter((grant) => !isEnding(grant)).map(({ role }) => role.person));
  for (const person of holders) ended.push(...(await offBoardIfLeft({ person, by }, deps)));
  return ended;
}

/** The same for one person, who is read anew: that somebody left is a hint, and they may be back. */
export async function offBoardIfLeft(
  who: { readonly person: PersonId; readonly by: Actor },
  deps: OffBoardDeps,
): Promise<readonly RequestId[]> {
  const { person } = await deps.governance.person(who.person);
  return person?.active === true ? [] : offBoard(who, deps);
}

/** Ends everything that a person who left still holds; answers which requests. */
export async function offBoard(
  { person, by }: { readonly person: PersonId; readonly by: Actor },
  deps: { readonly store: AccessStore; readonly clock: Clock },
): Promise<readonly RequestId[]> {
  const requests = [...new Set((await openGrantsOf(person, deps.store)).map(({ request }) => request))];
  // Few leave: what ends a request is loaded with the first who did.
  const { revokeRequest } = await import("#shared/access/revoke-request.ts");
  for (const request of requests) await revokeRequest({ request, by, reason: "off-boarded" }, deps);
  return requests;
}
