import type { SQSBatchResponse } from "aws-lambda";
import { Cron } from "croner";
import { eventQueueOf } from "#infra/local/bus.ts";
import { invoke, type LambdaHandler, type LocalFunction } from "#infra/local/local-function.ts";
import type { Plane } from "#infra/local/plane.ts";
import type { Work } from "#infra/local/work.ts";
import type { Received } from "#shared/adapters/local/sqlite-queues.ts";
import { parseDuration } from "#shared/kernel/duration.ts";
import { type EpochMillis, epochMillis, isoOf, minutes, seconds } from "#shared/kernel/time.ts";
import type { FunctionSpec, Trigger } from "#shared/runtime/function.ts";
import { faultFields } from "#shared/runtime/log.ts";

/** A message is tried this often before it is put aside. */
const ATTEMPTS = 6;

type Consumer = { readonly queue: string; readonly spec: FunctionSpec };

/** What is due now and when something is due next, over all that can make a function run. */
export type Deliveries = {
  /** Everything due at this moment, in the order in which steady delivery would do it. */
  due(): readonly Work[];
  /** The next moment at which {@link due} may have more, or undefined when nothing waits. */
  nextAt(): EpochMillis | undefined;
};

export type HandlerOf = (spec: FunctionSpec) => LambdaHandler;

export function deliveriesOf<Ports>(
  plane: Plane,
  functions: readonly LocalFunction<Ports>[],
  handlerOf: HandlerOf,
): Deliveries {
  const specs = functions.map(({ spec }) => spec);
  const run = { plane, handlerOf };
  const consumers = specs.flatMap((spec) => consumersOf(spec));
  const ticks = specs.flatMap((spec) => ticksOf(spec, plane.clock.now()));
  const streamReader = specs.find((spec) => spec.triggers.some(({ kind }) => kind === "stream"));
  return {
    due: () => [
      ...(streamReader === undefined ? [] : streamWork(run, streamReader)),
      ...dueOf(consumers, plane).flatMap((consumer) => queueWork(run, consumer)),
      ...oneShotWork(run, specs),
      ...ticks.filter((tick) => tick.at <= plane.clock.now()).map((tick) => tickWork(run, tick)),
    ],
    nextAt() {
      const moments = [
        ...consumers.map(({ queue }) => plane.queues.nextAt(queue)),
        plane.oneShots.nextAt(),
        ...ticks.map(({ at }) => at),
        plane.stream.waiting() > 0 ? plane.clock.now() : undefined,
      ].filter((moment) => moment !== undefined);
      return moments.length === 0 ? undefined : epochMillis(Math.min(...moments));
    },
  };
}

type Run = { readonly plane: Plane; readonly handlerOf: HandlerOf };

const consumersOf = (spec: FunctionSpec): readonly Consumer[] =>
  spec.triggers.flatMap((trigger) => {
    if (trigger.kind === "events") return [{ queue: eventQueueOf(spec), spec }];
    return trigger.kind === "queue" ? [{ queue: trigger.queue, spec }] : [];
  });

function streamWork({ plane, handlerOf }: Run, spec: FunctionSpec): readonly Work[] {
  const batch = plane.stream.next(100);
  if (batch === undefined) return [];
  return [
    {
      what: `stream to ${batch.end}`,
      target: spec.name,
      run: async () => {
        await invoke({ spec, handler: handlerOf(spec) }, batch.event, `stream-${batch.end}`);
        plane.stream.done(batch.end);
      },
    },
  ];
}

function dueOf(consumers: readonly Consumer[], { queues }: Plane): readonly Consumer[] {
  const due = queues.due();
  return due.size === 0 ? [] : consumers.filter(({ queue }) => due.has(queue));
}

function queueWork(run: Run, { queue, spec }: Consumer): readonly Work[] {
  const hidden = seconds(spec.timeoutSeconds * 6);
  const messages = run.plane.queues.receive(queue, { count: 10, hidden });
  return messages.map((message) => ({
    what: `${queue} #${message.id}`,
    target: spec.name,
    run: () => deliver(run, spec, message),
    lose: () => run.plane.queues.done(message),
  }));
}

async function deliver({ plane, handlerOf }: Run, spec: FunctionSpec, message: Received): Promise<void> {
  const messageAttributes = message.cause === undefined ? {} : { cause: { stringValue: message.cause } };
  const record = { messageId: String(message.id), body: message.body, attributes: {}, messageAttributes };
  const failed = await failedIn(() =>
    invoke({ spec, handler: handlerOf(spec) }, { Records: [record] }, `message-${message.id}-${message.attempts}`),
  );
  if (failed === undefined) {
    plane.queues.done(message);
  } else if (message.attempts >= ATTEMPTS) {
    plane.log.error("A message was put aside", { queue: message.queue, messageId: message.id, ...failed });
    plane.queues.bury(message);
  } else {
    plane.queues.retry(message, seconds(2 ** message.attempts));
  }
}

async function failedIn(work: () => Promise<unknown>): Promise<ReturnType<typeof faultFields> | undefined> {
  try {
    const answer = (await work()) as SQSBatchResponse | undefined;
    return (answer?.batchItemFailures.length ?? 0) > 0 ? { fault: "reported by the function" } : undefined;
  } catch (fault) {
    return faultFields(fault);
  }
}

function oneShotWork({ plane, handlerOf }: Run, specs: readonly FunctionSpec[]): readonly Work[] {
  return plane.oneShots.due(plane.clock.now()).map((shot) => ({
    what: `one-shot ${shot.name}`,
    target: shot.target,
    // Fires once, whatever comes of it: the sweep does what a failed one missed.
    run: async () => {
      await plane.oneShots.delete(shot.name);
      const spec = specs.find(({ name }) => name === shot.target);
      if (spec === undefined) throw new Error(`Cannot run one-shot "${shot.name}": no function "${shot.target}"`);
      await logged(plane, shot.target, () =>
        invoke({ spec, handler: handlerOf(spec) }, JSON.parse(shot.payload), shot.name),
      );
    },
    lose: () => void plane.oneShots.delete(shot.name),
  }));
}

type Tick = { readonly spec: FunctionSpec; readonly next: (after: EpochMillis) => EpochMillis; at: EpochMillis };

function ticksOf(spec: FunctionSpec, now: EpochMillis): readonly Tick[] {
  return spec.triggers.flatMap((trigger) => {
    if (trigger.kind !== "schedule") return [];
    const next = nextOf(trigger);
    return [{ spec, next, at: next(now) }];
  });
}

function nextOf(trigger: Extract<Trigger, { kind: "schedule" }>): Tick["next"] {
  if ("every" in trigger) {
    const every = parseDuration(trigger.every);
    const step = every.ok ? every.value : minutes(1);
    return (after) => epochMillis(Math.floor(after / step) * step + step);
  }
  // AWS writes six fields without seconds and counts Sunday as 1: croner needs both said.
  const cron = new Cron(`0 ${trigger.cron}`, { alternativeWeekdays: true, timezone: "UTC" });
  return (after) => epochMillis(cron.nextRun(new Date(after))?.getTime() ?? Number.MAX_SAFE_INTEGER);
}

function tickWork({ plane, handlerOf }: Run, tick: Tick): Work {
  const { spec } = tick;
  const at = tick.at;
  const skip = () => {
    tick.at = tick.next(plane.clock.now());
  };
  return {
    what: `schedule ${spec.name} ${isoOf(at)}`,
    target: spec.name,
    run: async () => {
      skip();
      const event = { id: `${spec.name}-${at}`, time: isoOf(at), "detail-type": "Scheduled Event", detail: {} };
      await logged(plane, spec.name, () => invoke({ spec, handler: handlerOf(spec) }, event, event.id));
    },
    lose: skip,
  };
}

async function logged(plane: Plane, name: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (fault) {
    plane.log.error("A scheduled run failed", { function: name, ...faultFields(fault) });
  }
}
