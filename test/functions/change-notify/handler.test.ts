import type { Context, SQSEvent } from "aws-lambda";
import { expect, test } from "vitest";
import { changeNotify } from "#functions/change-notify/function.ts";
import { makeHandler } from "#functions/change-notify/handler.ts";
import type { SinkReply } from "#shared/findings/message-sink.ts";
import { type BusEvent, busEventOf } from "#test/support/bus-event.ts";
import { notifiedPlan } from "#test/support/catalog/notified-plan.ts";

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

const busEvent = (id: string, kind = "catalog-plan", data: BusEvent["data"] = {}): SQSEvent =>
  busEventOf({ kind, id, type: "catalog-plan.applied", by: "pat", data });

async function told(event: (id: string) => SQSEvent, reply: SinkReply = { kind: "delivered" }) {
  const world = await notifiedPlan(() => reply);
  const answer = await makeHandler({ ...world.deps, log: quiet })(event(world.id), {} as Context);
  return { answer, sent: world.sent.length };
}

const failed = { batchItemFailures: [{ itemIdentifier: "m0" }] };
const fine = { batchItemFailures: [] };

test("an event of a plan is told by what the plan says now, of the changes it is about", async () => {
  expect(await told((id) => busEvent(id))).toEqual({ answer: fine, sent: 1 });
  const of = (document: string) => (id: string) => busEvent(id, "catalog-plan", { documents: [document] });
  expect(await told(of("Dataset:finance.ledger"))).toEqual({ answer: fine, sent: 1 });
  expect(await told(of("Dataset:sales.orders"))).toEqual({ answer: fine, sent: 0 });
});

test("what nobody took comes again by the queue", async () => {
  const reply: SinkReply = { kind: "failed", because: "answered 503", forGood: false };
  expect((await told((id) => busEvent(id), reply)).answer).toEqual(failed);
});

test("an event of another aggregate is put aside, one of a plan that is gone tells nothing", async () => {
  expect((await told(() => busEvent("R-1", "access-request"))).answer).toEqual(failed);
  expect(await told(() => busEvent("P-999"))).toEqual({ answer: fine, sent: 0 });
});

test("it listens to what becomes of a plan after it was applied, and not to its making", () => {
  const types: readonly string[] = changeNotify.triggers[0].types;
  expect(types).toContain("catalog-plan.asked");
  expect(types).not.toContain("catalog-plan.made");
});
