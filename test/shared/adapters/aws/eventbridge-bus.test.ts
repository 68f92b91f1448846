import { expect, test } from "vitest";
import { eventbridgeClient } from "#shared/adapters/aws/clients/eventbridge.ts";
import { eventBridgeBus } from "#shared/adapters/aws/eventbridge-bus.ts";
import { type Act, clientOf, refusal, scriptedEndpoint } from "#test/support/scripted-endpoint.ts";

const event = { id: "grant:G-1:3", source: "tollgate", type: "grant.active", detail: { n: 1 } };
const taken: Act = { status: 200, body: { FailedEntryCount: 0, Entries: [{ EventId: "e1" }] } };

async function open(...script: readonly Act[]) {
  const endpoint = await scriptedEndpoint(script);
  return {
    bus: eventBridgeBus({ client: eventbridgeClient(clientOf(endpoint)), bus: "plane" }),
    calls: endpoint.calls,
  };
}

test("an event goes to our bus with our id as its one resource", async () => {
  const { bus, calls } = await open(taken);
  await bus.publish(event);
  const entry = { Source: "tollgate", DetailType: "grant.active", Detail: '{"n":1}', Resources: ["grant:G-1:3"] };
  expect(calls.map(({ body }) => body)).toEqual([{ Entries: [{ EventBusName: "plane", ...entry }] }]);
});

test.each<{ because: string; body: object; says: string }>([
  {
    because: "one entry failed",
    body: { FailedEntryCount: 1, Entries: [{ ErrorCode: "InternalFailure", ErrorMessage: "sorry" }] },
    says: 'Cannot publish event "grant:G-1:3" (grant.active): InternalFailure: sorry (request r-1)',
  },
  {
    because: "it counts a failure and names none",
    body: { FailedEntryCount: 1, Entries: [] },
    says: 'Cannot publish event "grant:G-1:3" (grant.active): no reason: the bus named none (request r-1)',
  },
  { because: "it says nothing of the event", body: {}, says: "no reason: the bus named none (request r-1)" },
])("an answer 200 is a failure when $because", async ({ body, says }) => {
  const { bus } = await open({ status: 200, body });
  await expect(bus.publish(event)).rejects.toThrow(says);
});

test("a throttled event is published again; one that is refused fails with the request's id", {
  timeout: 20_000,
}, async () => {
  const throttled = await open(refusal("ThrottlingException"), taken);
  await throttled.bus.publish(event);
  expect(throttled.calls).toHaveLength(2);
  const { bus } = await open(refusal("AccessDeniedException"));
  await expect(bus.publish(event)).rejects.toThrow(/AccessDeniedException it is \(request r-1, tries 1\)$/);
});

test("events that are published at once go as one call, and each is answered for itself", async () => {
  const failed = { ErrorCode: "InternalFailure", ErrorMessage: "sorry" };
  const { bus, calls } = await open({
    status: 200,
    body: { FailedEntryCount: 1, Entries: [{ EventId: "e1" }, failed, { EventId: "e3" }] },
  });
  const ids = ["grant:G-1:1", "grant:G-1:2", "grant:G-1:3"];
  const outcomes = await Promise.allSettled(ids.map((id) => bus.publish({ ...event, id })));
  expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(calls.map(({ body }) => (body["Entries"] as readonly object[]).length)).toEqual([3]);
});

test.each([
  { because: "a call takes ten", events: 11, bytes: 1, sizes: [10, 1] },
  { because: "a call takes as many bytes as an event may have", events: 3, bytes: 120_000, sizes: [2, 1] },
])("more events than a call takes go as several: $because", async ({ events, bytes, sizes }) => {
  const Entries = Array.from({ length: 10 }, () => ({ EventId: "e" }));
  const { bus, calls } = await open({ status: 200, body: { FailedEntryCount: 0, Entries } });
  const detail = { text: "x".repeat(bytes) };
  await Promise.all(Array.from({ length: events }, (_, at) => bus.publish({ ...event, id: `e-${at}`, detail })));
  expect(calls.map(({ body }) => (body["Entries"] as readonly object[]).length).toSorted((a, b) => b - a)).toEqual(
    sizes,
  );
});
