import { openGrantsOf } from "#shared/access/facts.ts";
import type { Grant } from "#shared/access/grant.ts";
import type { AccessStore, Governance } from "#shared/access/ports.ts";
import { revokeRequest } from "#shared/access/revoke-request.ts";
import type { PersonId, RequestId } from "#shared/kernel/ids.ts";
import type { Clock } from "#shared/kernel/time.ts";
import type { Actor } from "#shared/storage/event.ts";

export type OffBoardDeps = { readonly store: AccessStore; readonly clock: Clock; readonly governance: Governance };

/**
 * Ends what is held by people who are not active any more, those included whom the directory does not know
 * any more; answers which requests.
 */
export async function offBoardWhoLeft(by: Actor, deps: OffBoardDeps): Promise<readonly RequestId[]> {
  const ended: RequestId[] = [];
  for (const person of await holders(deps.store)) ended.push(...(await offBoardIfLeft({ person, by }, deps)));
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
  for (const request of requests) await revokeRequest({ request, by, reason: "off-boarded" }, deps);
  return requests;
}

/** In the order of a life, so that a grant that moves on meanwhile is not missed. */
const HOLDING: readonly Grant["state"][] = ["PLANNED", "PROVISIONING", "ACTIVE"];

/** Everyone with a grant that is not being taken back yet, by the grants and not by the directory. */
async function holders(store: AccessStore): Promise<ReadonlySet<PersonId>> {
  const found = new Set<PersonId>();
  for (const state of HOLDING) {
    let cursor: string | undefined;
    do {
      const page = await store.grantsIn(state, { limit: 200, ...(cursor === undefined ? {} : { cursor }) });
      for (const { value } of page.items) found.add(value.role.person);
      cursor = page.cursor;
    } while (cursor !== undefined);
  }
  return found;
}
