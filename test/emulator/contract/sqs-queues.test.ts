import { setTimeout as pause } from "node:timers/promises";
import { sqsClient } from "#shared/adapters/aws/clients/sqs.ts";
import { sqsQueues } from "#shared/adapters/aws/sqs-queues.ts";
import type { JsonObject } from "#shared/kernel/json.ts";
import { seconds } from "#shared/kernel/time.ts";
import { queuesContract } from "#test/contract/queues.ts";
import { freshQueue } from "#test/emulator/contract/fresh-queue.ts";

const client = sqsClient();

queuesContract("SQS", async () => {
  const queues = { one: await freshQueue(client, 2), two: await freshQueue(client, 2) };
  return {
    queues: sqsQueues({ client, urls: { one: queues.one.url, two: queues.two.url } }),
    hidden: seconds(2),
    minute: seconds(1),
    async take(name) {
      const queue = name === "one" ? queues.one : queues.two;
      return (await queue.take()).map((message) => ({
        body: JSON.parse(message.Body ?? "") as JsonObject,
        cause: message.MessageAttributes?.["cause"]?.StringValue,
        done: () => queue.done(message),
      }));
    },
    // The emulator reckons in whole seconds of its own clock.
    wait: (length) => pause(length + 100),
  };
});
