import { SWEEP_QUEUE } from "#shared/contracts/messages/sweep-task.ts";
import type { EnforceDeps } from "#shared/policy/enforce/enforce-deps.ts";
import { planSweep } from "#shared/policy/enforce/sweep-plan.ts";
import type { Log } from "#shared/runtime/log.ts";
import { scheduleHandler } from "#shared/runtime/queue.ts";
import type { Queues } from "#shared/storage/messaging.ts";

/** One message per account, region and type. Sent twice, the pages of the second count nothing. */
export const makeHandler = (
  deps: Pick<EnforceDeps, "stores" | "governance" | "clock"> & { readonly queues: Queues; readonly log: Log },
) =>
  scheduleHandler(async () => {
    const tasks = await planSweep(deps);
    for (const task of tasks) await deps.queues.send(SWEEP_QUEUE, { ...task });
    if (tasks.length > 0) deps.log.info("Sweeps begin", { shards: tasks.length });
  });
