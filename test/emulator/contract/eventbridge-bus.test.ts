import { setTimeout as pause } from "node:timers/promises";
import { CreateEventBusCommand, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import { expect, test } from "vitest";
import { eventbridgeClient } from "#shared/adapters/aws/clients/eventbridge.ts";
import { sqsClient } from "#shared/adapters/aws/clients/sqs.ts";
import { eventBridgeBus } from "#shared/adapters/aws/eventbridge-bus.ts";
import { type BusEventSeen, busContract, type Listener } from "#test/contract/bus.ts";
import { type FreshQueue, freshQueue } from "#test/emulator/contract/fresh-queue.ts";

const events = eventbridgeClient();
const sqs = sqsClient();

let made = 0;

async function freshBus(): Promise<string> {
  made += 1;
  const bus = `bus-${process.pid}-${Date.now()}-${made}`;
  await events.send(new CreateEventBusCommand({ Name: bus }));
  return bus;
}

/** A rule that sends to a queue, as the deployed plane has one for each function that listens. */
async function listening(bus: string, { name, source, types }: Listener): Promise<FreshQueue> {
  const queue = await freshQueue(sqs, 30);
  const detailTypes = types.map((type) => (type.endsWith("*") ? { prefix: type.slice(0, -1) } : type));
  const pattern = JSON.stringify({ source, "detail-type": detailTypes });
  await events.send(new PutRuleCommand({ Name: name, EventBusName: bus, EventPattern: pattern }));
  const targets = [{ Id: "queue", Arn: queue.arn }];
  await events.send(new PutTargetsCommand({ Rule: name, EventBusName: bus, Targets: targets }));
  return queue;
}

busContract("EventBridge", async (listeners) => {
  const name = await freshBus();
  const queues = new Map<string, FreshQueue>();
  for (const listener of listeners) queues.set(listener.name, await listening(name, listener));
  return {
    bus: eventBridgeBus({ client: events, bus: name }),
    async seenBy(listener) {
      await pause(200);
      const messages = (await queues.get(listener)?.take()) ?? [];
      return messages.map(({ Body = "" }) => JSON.parse(Body) as BusEventSeen);
    },
  };
});

test("an event that the bus does not take is a failure, though the answer is 200", async () => {
  const bus = eventBridgeBus({ client: events, bus: "arn:aws:events:us-east-1:999999999999:event-bus/another" });
  const event = { id: "e1", source: "tollgate", type: "request.approved", detail: {} };
  await expect(bus.publish(event)).rejects.toThrow(/^Cannot publish event "e1" \(request\.approved\): \w+/);
});
