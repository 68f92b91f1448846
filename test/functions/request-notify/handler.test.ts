import type { Context, SQSEvent } from "aws-lambda";
import { expect, test } from "vitest";
import { requestNotify } from "#functions/request-notify/function.ts";
import { makeHandler } from "#functions/request-notify/handler.ts";
import type { SinkReply } from "#shared/findings/message-sink.ts";
import { notifiedWorld } from "#test/support/access/notified.ts";
import { busEventOf } from "#test/support/bus-event.ts";

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

const busEvent = (id: string, kind = "access-request", type = "request.submitted"): SQSEvent =>
  busEventOf({ kind, id, type, by: "ana" });

async function told(event: (id: string) => SQSEvent, reply: SinkReply = { kind: "delivered" }) {
  const world = await notifiedWorld(() => reply);
  const id = await world.asked();
  return {
    answer: await makeHandler({ ...world.deps, log: quiet })(event(id), {} as Context),
    sent: world.sent,
  };
}

const failed = { batchItemFailures: [{ itemIdentifier: "m0" }] };

test("an event of a request is told by what the request says now", async () => {
  const { answer, sent } = await told((id) => busEvent(id));
  expect(answer).toEqual({ batchItemFailures: [] });
  expect(sent).toMatchObject([{ destination: { via: "mail", address: "orders-oncall@example.com" } }]);
});

test("what nobody took comes again by the queue", async () => {
  const { answer } = await told((id) => busEvent(id), { kind: "failed", because: "answered 503", forGood: false });
  expect(answer).toEqual(failed);
});

test("an event of another aggregate is put aside, one of a request that is gone tells nothing", async () => {
  expect((await told(() => busEvent("G-1-1", "grant"))).answer).toEqual(failed);
  expect((await told(() => busEvent("x y"))).answer).toEqual(failed);
  expect(await told(() => busEvent("R-999"))).toEqual({ answer: { batchItemFailures: [] }, sent: [] });
});

test("it listens to every event that it has words for", async () => {
  const world = await notifiedWorld();
  const id = await world.live();
  const types: readonly string[] = requestNotify.triggers[0].types;
  const unheard = ["request.activating", "request.partial", "request.revoking", "request.cancelled", "request.applied"];
  for (const type of unheard) {
    expect(types).not.toContain(type);
    expect(await world.tell(id, type)).toEqual({ told: 0, again: false });
  }
});
