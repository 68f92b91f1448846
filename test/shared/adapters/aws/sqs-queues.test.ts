import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { sqsClient } from "#shared/adapters/aws/clients/sqs.ts";
import { sqsQueues } from "#shared/adapters/aws/sqs-queues.ts";
import { millis } from "#shared/kernel/time.ts";
import { type Act, type Call, clientOf, refusal, scriptedEndpoint } from "#test/support/scripted-endpoint.ts";

const taken = ({ body }: Call): Act => {
  const digest = createHash("md5").update(String(body["MessageBody"])).digest("hex");
  return { status: 200, body: { MessageId: "m1", MD5OfMessageBody: digest } };
};

async function open(...script: readonly (Act | ((call: Call) => Act))[]) {
  const endpoint = await scriptedEndpoint(script);
  const urls = { sweep: `${endpoint.url}/000000000000/sweep` };
  return { queues: sqsQueues({ client: sqsClient(clientOf(endpoint)), urls }), calls: endpoint.calls, urls };
}

test.each([
  { delay: millis(0), seconds: 0, because: "at once" },
  { delay: millis(1), seconds: 1, because: "never early" },
  { delay: millis(1_000), seconds: 1, because: "a whole second is that" },
  { delay: millis(900_000), seconds: 900, because: "the longest" },
])("a delay of $delay ms is $seconds s: $because", async ({ delay, seconds }) => {
  const { queues, calls } = await open(taken);
  await queues.send("sweep", { n: 1 }, delay);
  expect(calls[0]?.body["DelaySeconds"]).toBe(seconds);
});

test("the two characters that SQS refuses and JSON does not escape are escaped", async () => {
  const { queues, calls, urls } = await open(taken);
  await queues.send("sweep", { text: "\uFFFE\uFFFF\uFFFD" });
  expect(calls[0]?.body).toMatchObject({ QueueUrl: urls.sweep, MessageBody: '{"text":"\\ufffe\\uffff\uFFFD"}' });
});

test("a queue without a URL is named, with those that have one", async () => {
  const { queues, calls } = await open(taken);
  await expect(queues.send("sweeps", {})).rejects.toThrow(
    'Cannot send to queue "sweeps": its URL is not known (known: sweep)',
  );
  expect(calls).toHaveLength(0);
});

test("a throttled message is sent again; one that is refused fails with the request's id", {
  timeout: 20_000,
}, async () => {
  const throttled = await open(refusal("ThrottlingException"), taken);
  await throttled.queues.send("sweep", {});
  expect(throttled.calls).toHaveLength(2);
  const denied = await open(refusal("AccessDeniedException"));
  await expect(denied.queues.send("sweep", {})).rejects.toThrow(
    /^Cannot send to queue "sweep": .*AccessDenied.* \(request r-1, tries 1\)$/,
  );
});
