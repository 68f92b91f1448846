import { notifyRequest, type RequestNotifyDeps } from "#shared/access/notify-request.ts";
import { AccessHint } from "#shared/contracts/events/access-hint.ts";
import { StoredEvent } from "#shared/contracts/events/stored-event.ts";
import type { Log } from "#shared/runtime/log.ts";
import { eventHandler, PoisonMessage } from "#shared/runtime/queue.ts";

/** The event says which request moved and how; what is told is what the request says now. */
export const makeHandler = (deps: RequestNotifyDeps & { readonly log: Log }) =>
  eventHandler(async ({ detail }) => {
    const event = StoredEvent.safeParse(detail);
    const hint = AccessHint.safeParse(detail);
    if (!event.success || !hint.success || hint.data.aggregate.kind !== "access-request")
      throw new PoisonMessage("Cannot read an event: it is none of a request for access");
    const { id } = hint.data.aggregate;
    const { told, again } = await notifyRequest({ request: id, type: event.data.type }, deps);
    if (told > 0) deps.log.info("A request was told", { request: id, type: event.data.type, destinations: told });
    // Delivered again by the queue, and counted: after the last attempt the row gives it up.
    if (again) throw new Error(`Cannot tell everybody of request "${id}" yet`);
  }, deps);
