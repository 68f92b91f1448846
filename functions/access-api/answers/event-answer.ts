import type { AccessRequest } from "#shared/access/access-request.ts";
import { hasGrants } from "#shared/access/access-request.ts";
import type { AccessStore } from "#shared/access/ports.ts";
import type { EventAnswer } from "#shared/contracts/http/access-answers.ts";
import { isoOf } from "#shared/kernel/time.ts";
import type { ChainedEvent } from "#shared/storage/event.ts";

export const eventAnswer = ({ type, by, at, aggregate, sequence, data, hash }: ChainedEvent): EventAnswer => ({
  type,
  by,
  at: isoOf(at),
  about: aggregate.id,
  sequence,
  data: { ...data },
  hash,
});

/** What happened to a request, up to the revision that is shown, and to its grants, in the order of time. */
export async function eventsOf(
  { request, revision }: { readonly request: AccessRequest; readonly revision: number },
  store: AccessStore,
): Promise<EventAnswer[]> {
  const grants = hasGrants(request) ? request.grants : [];
  const events = await Promise.all([
    store.requestEvents(request.id, revision),
    ...grants.map((grant) => store.grantEvents(grant)),
  ]);
  return events
    .flat()
    .toSorted((left, right) => left.at - right.at)
    .map(eventAnswer);
}
