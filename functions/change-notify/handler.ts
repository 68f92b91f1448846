import { PlanHint } from "#shared/contracts/events/plan-hint.ts";
import { StoredEvent } from "#shared/contracts/events/stored-event.ts";
import { type ChangeNotifyDeps, notifyChange } from "#shared/findings/notify-change.ts";
import type { Log } from "#shared/runtime/log.ts";
import { eventHandler, PoisonMessage } from "#shared/runtime/queue.ts";

/** The event says which plan moved and how; what is told is what its row says now. */
export const makeHandler = (deps: ChangeNotifyDeps & { readonly log: Log }) =>
  eventHandler(async ({ detail }) => {
    const event = StoredEvent.safeParse(detail);
    const hint = PlanHint.safeParse(detail);
    if (!event.success || !hint.success) throw new PoisonMessage("Cannot read an event: it is none of a plan");
    const { aggregate, data } = hint.data;
    const { type } = event.data;
    const documents = data.documents === undefined ? {} : { documents: data.documents };
    const { told, again } = await notifyChange({ plan: aggregate.id, type, ...documents }, deps);
    if (told > 0) deps.log.info("A held change was told", { plan: aggregate.id, type, destinations: told });
    // Delivered again by the queue, and counted: after the last attempt the row gives it up.
    if (again) throw new Error(`Cannot tell everybody of plan "${aggregate.id}" yet`);
  }, deps);
