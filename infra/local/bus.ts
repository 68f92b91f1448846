import type { SqliteQueues } from "#shared/adapters/local/sqlite-queues.ts";
import type { FunctionSpec } from "#shared/runtime/function.ts";
import { causeResources } from "#shared/storage/cause.ts";
import type { Bus } from "#shared/storage/messaging.ts";
import { checkEvent } from "#shared/storage/messaging-limits.ts";

/** The queue in front of a function that listens to the bus. */
export const eventQueueOf = (spec: FunctionSpec): string => `events.${spec.name}`;

/** The bus: each event goes to the queue of every function whose trigger names its source and type. */
export function localBus(specs: readonly FunctionSpec[], queues: SqliteQueues): Bus {
  const listeners = specs.flatMap((spec) =>
    spec.triggers.flatMap((trigger) =>
      trigger.kind === "events" ? [{ queue: eventQueueOf(spec), source: trigger.source, types: trigger.types }] : [],
    ),
  );
  return {
    async publish(event) {
      checkEvent(event);
      const { id, source, type, detail, cause } = event;
      const resources = [id, ...causeResources(cause)];
      for (const { queue, source: sources, types } of listeners) {
        if (!sources.includes(source) || !types.some((each) => matches(each, type))) continue;
        await queues.send(queue, { id, source, "detail-type": type, resources, detail });
      }
    },
  };
}

/** `request.*` is every type that begins with `request.`, as an EventBridge prefix match. */
const matches = (pattern: string, type: string): boolean =>
  pattern.endsWith("*") ? type.startsWith(pattern.slice(0, -1)) : pattern === type;
