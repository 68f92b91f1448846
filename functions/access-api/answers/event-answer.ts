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

/** What happened to a request and to its grants, in the order of time. */
export async function eventsOf(request: AccessRequest, store: AccessStore): Promise<EventAnswer[]> {
  const events = [...(await store.requestEvents(request.id))];
  for (const grant of hasGrants(request) ? request.grants : []) events.push(...(await store.grantEvents(grant)));
  return events.toSorted((left, right) => left.at - right.at).map(eventAnswer);
}
