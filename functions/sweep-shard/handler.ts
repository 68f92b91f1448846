import type { Figures } from "#shared/contracts/figures.ts";
import { SWEEP_QUEUE, SweepTaskMessage } from "#shared/contracts/messages/sweep-task.ts";
import { type SweepDeps, type SweptShard, sweepShard } from "#shared/policy/enforce/sweep-shard.ts";
import type { Log } from "#shared/runtime/log.ts";
import type { Metrics } from "#shared/runtime/metrics.ts";
import { PoisonMessage, queueHandler } from "#shared/runtime/queue.ts";
import type { Queues } from "#shared/storage/messaging.ts";

/** One page; the next one is a message of its own, so that no run outgrows its time. */
type Deps = SweepDeps & { readonly queues: Queues; readonly log: Log; readonly metrics: Metrics };

export const makeHandler = (deps: Deps) =>
  queueHandler(async (body) => {
    const task = SweepTaskMessage.safeParse(body);
    if (!task.success) throw new PoisonMessage("Cannot read a sweep's message: it is not of its form");
    const step = await sweepShard(task.data, deps);
    if (step.kind === "continues") await deps.queues.send(SWEEP_QUEUE, { ...step.next });
    else {
      deps.log.info("A sweep came to its end", { shard: `${task.data.region} ${task.data.type}`, outcome: step.kind });
      if (step.kind === "finished" && step.swept !== undefined) {
        const { account, region, type } = task.data;
        deps.metrics.say(figuresOf(step.swept), { account, region, type });
      }
    }
  }, deps);

const figuresOf = ({ listed, compliant, tagged, missed, loss }: SweptShard): Figures => ({
  resources_listed: listed,
  resources_compliant: compliant,
  resources_tagged: tagged,
  ...(loss === undefined ? {} : { events_missed: missed, event_loss_percent: loss * 100 }),
});
