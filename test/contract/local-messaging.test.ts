import { eventQueueOf, localBus } from "#infra/local/bus.ts";
import type { JsonObject } from "#shared/kernel/json.ts";
import { type EpochMillis, epochMillis, minutes, plus } from "#shared/kernel/time.ts";
import { type BusEventSeen, busContract } from "#test/contract/bus.ts";
import { oneShotsContract } from "#test/contract/one-shots.ts";
import { queuesContract } from "#test/contract/queues.ts";
import { tinyFunction, tinyPlane } from "#test/support/tiny-plane.ts";

const hidden = minutes(3);

queuesContract("SqliteQueues", async () => {
  const { queues, clock } = tinyPlane();
  return {
    queues,
    hidden,
    minute: minutes(1),
    take: async (queue) =>
      queues.receive(queue, { count: 10, hidden }).map((message) => ({
        body: JSON.parse(message.body) as JsonObject,
        cause: message.cause,
        done: async () => queues.done(message),
      })),
    wait: async (length) => clock.set(plus(clock.now(), length)),
  };
});

oneShotsContract("SqliteOneShots", async () => {
  const { oneShots, clock } = tinyPlane();
  const firedBy = async (moment: EpochMillis) => {
    clock.set(moment);
    const due = oneShots.due(clock.now());
    for (const { name } of due) await oneShots.delete(name);
    return due.map(({ name, target, payload }) => ({ name, target, payload: JSON.parse(payload) as JsonObject }));
  };
  return {
    oneShots,
    now: clock.now(),
    minute: minutes(1),
    firedBefore: (moment) => firedBy(epochMillis(moment - 1)),
    firedBy,
  };
});

busContract("The local bus", async (listeners) => {
  const { queues } = tinyPlane();
  const specs = listeners.map(
    ({ name, source, types }) => tinyFunction(name, { kind: "events", source, types }, async () => undefined).spec,
  );
  return {
    bus: localBus(specs, queues),
    seenBy: async (listener) => {
      const spec = specs.find(({ name }) => name === listener);
      if (spec === undefined) return [];
      const received = queues.receive(eventQueueOf(spec), { count: 10, hidden });
      for (const message of received) queues.done(message);
      return received.map(({ body }) => JSON.parse(body) as BusEventSeen);
    },
  };
});
