import { StoredEvent } from "#shared/contracts/events/stored-event.ts";
import { type NotifyDeps, notifyFinding } from "#shared/findings/notify-finding.ts";
import type { Log } from "#shared/runtime/log.ts";
import type { Metrics } from "#shared/runtime/metrics.ts";
import { eventHandler, PoisonMessage } from "#shared/runtime/queue.ts";

/** The event only says which finding moved; what is told is what the finding says now. */
export const makeHandler = (deps: NotifyDeps & { readonly log: Log; readonly metrics: Metrics }) =>
  eventHandler(async ({ detail }) => {
    const event = StoredEvent.safeParse(detail);
    if (!event.success || event.data.aggregate.kind !== "finding")
      throw new PoisonMessage("Cannot read an event: it is none of a finding");
    const { told, again } = await notifyFinding(event.data.aggregate.id, deps);
    if (told > 0) deps.log.info("A finding was told", { finding: event.data.aggregate.id, destinations: told });
    deps.metrics.say({ findings_told: told, findings_failed: again ? 1 : 0 });
    // Delivered again by the queue, and counted: after the last attempt the row gives it up.
    if (again) throw new Error(`Cannot tell everybody of finding "${event.data.aggregate.id}" yet`);
  }, deps);
