import type { ActDeps } from "#shared/access/act-on-request.ts";
import { overdueOf } from "#shared/access/overdue.ts";
import { sweep } from "#shared/access/sweep.ts";
import { minutes, plus } from "#shared/kernel/time.ts";
import { faultFields, type Log } from "#shared/runtime/log.ts";
import type { Metrics } from "#shared/runtime/metrics.ts";
import { scheduleHandler } from "#shared/runtime/queue.ts";

/** A run stops by itself before the platform would stop it; the next one goes on. */
const LONGEST_RUN = minutes(4);

/**
 * Acts on what is due. A row that fails is logged and stays due; the others are not held back. What is late after
 * it is said each time, 0 too: that nothing is said is an alarm.
 */
export const makeHandler = (deps: ActDeps & { readonly log: Log; readonly metrics: Metrics }) =>
  scheduleHandler(async () => {
    const { due, acted, failed } = await sweep(deps, plus(deps.clock.now(), LONGEST_RUN));
    for (const { row, fault } of failed) {
      deps.log.error("A row could not be acted on", { kind: row.kind, id: row.id, ...faultFields(fault) });
    }
    if (acted > 0) deps.log.info("Access was swept", { acted, failed: failed.length });
    const { overdueSeconds, unprovedSeconds } = await overdueOf(due, deps);
    deps.metrics.say({ overdue_seconds: overdueSeconds, unproved_seconds: unprovedSeconds });
  });
