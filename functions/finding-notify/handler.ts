import { StoredEvent } from "#shared/contracts/events/stored-event.ts";
import { type Notified, type NotifyDeps, notifyFinding } from "#shared/findings/notify-finding.ts";
import type { Log } from "#shared/runtime/log.ts";
import type { Metrics } from "#shared/runtime/metrics.ts";
import { eventsHandler, PoisonMessage } from "#shared/runtime/queue.ts";

type Deps = NotifyDeps & { readonly log: Log; readonly metrics: Metrics };

/** The event only says which finding moved; what is told is what the finding says now. */
export const makeHandler = (deps: Deps) =>
  eventsHandler(async ({ detail }, once) => {
    const event = StoredEvent.safeParse(detail);
    if (!event.success || event.data.aggregate.kind !== "finding")
      throw new PoisonMessage("Cannot read an event: it is none of a finding");
    const { id } = event.data.aggregate;
    // However many of its events came at once.
    const { again } = await once(id, () => notified(id, deps));
    // Delivered again by the queue, and counted: after the last attempt the row gives it up.
    if (again) throw new Error(`Cannot tell everybody of finding "${id}" yet`);
  }, deps);

async function notified(finding: string, deps: Deps): Promise<Notified> {
  const outcome = await notifyFinding(finding, deps);
  const { told, again } = outcome;
  if (told > 0) deps.log.info("A finding was told", { finding, destinations: told });
  deps.metrics.say({ findings_told: told, findings_failed: again ? 1 : 0 });
  return outcome;
}
