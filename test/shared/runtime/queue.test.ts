import type { SQSEvent } from "aws-lambda";
import fc from "fast-check";
import { expect, test } from "vitest";
import { silentLog } from "#shared/adapters/node/json-log.ts";
import { eventHandler, eventsHandler, queueHandler } from "#shared/runtime/queue.ts";

const batch = (...bodies: readonly string[]): SQSEvent =>
  ({ Records: bodies.map((body, at) => ({ messageId: `m${at}`, body })) }) as unknown as SQSEvent;

const run = (handler: ReturnType<typeof queueHandler>, event: SQSEvent) =>
  handler(event, {} as never, { signal: new AbortController().signal } as never);

test("one poison message fails alone; everything behind it flows", async () => {
  const done: unknown[] = [];
  const handler = queueHandler(
    async (body) => {
      if (body === 2) throw new Error("cannot");
      done.push(body);
    },
    { log: silentLog },
  );
  expect(await run(handler, batch("1", "2", "3", "no json"))).toEqual({
    batchItemFailures: [{ itemIdentifier: "m1" }, { itemIdentifier: "m3" }],
  });
  expect(done).toEqual([1, 3]);
});

test("a bus event reaches its consumer with its envelope", async () => {
  const seen: unknown[] = [];
  const handler = eventHandler(
    async (event) => {
      seen.push(event);
    },
    { log: silentLog },
  );
  const event = { id: "e1", source: "tollgate", "detail-type": "grant.active", detail: { a: 1 } };
  expect(await run(handler, batch(JSON.stringify(event)))).toEqual({ batchItemFailures: [] });
  expect(seen).toEqual([event]);
});

test("events of one delivery are handled at the same time, what they share once, and each fails alone", async () => {
  const begun: string[] = [];
  const shared: string[] = [];
  let go = () => {};
  const all = new Promise<void>((resolve) => {
    go = resolve;
  });
  const handler = eventsHandler(
    async ({ id, "detail-type": about }, once) => {
      begun.push(id);
      // None ends before all have begun.
      if (begun.length === 3) go();
      await all;
      await once(about, async () => void shared.push(about));
      if (id === "e2") throw new Error("cannot");
    },
    { log: silentLog },
  );
  const event = (id: string, about: string) =>
    JSON.stringify({ id, source: "tollgate", "detail-type": about, detail: {} });
  const delivery = () => run(handler, batch(event("e1", "a"), event("e2", "b"), event("e3", "a"), "no json"));
  expect(await delivery()).toEqual({ batchItemFailures: [{ itemIdentifier: "m1" }, { itemIdentifier: "m3" }] });
  expect(shared).toEqual(["a", "b"]);
  // The next delivery has news of its own.
  await delivery();
  expect(shared).toEqual(["a", "b", "a", "b"]);
});

test("whatever a message holds, it is delivered or failed, never thrown", async () => {
  const handler = eventHandler(async () => undefined, { log: silentLog });
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.string(), fc.json()), async (body) => {
      const answer = await run(handler, batch(body));
      expect(answer?.batchItemFailures.length).toBeLessThanOrEqual(1);
    }),
  );
});
