import type { Context, SQSEvent } from "aws-lambda";
import { expect, test } from "vitest";
import { makeHandler } from "#functions/finding-notify/handler.ts";
import { busEventOf } from "#test/support/bus-event.ts";
import { findingOf } from "#test/support/findings.ts";
import { notedMetrics } from "#test/support/noted-metrics.ts";
import { notifying, routeOf } from "#test/support/notify.ts";

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

const busEvent = (id: string, kind = "finding"): SQSEvent =>
  busEventOf({ kind, id, type: "finding.opened", by: "function:enforcement" });

const told = async (event: SQSEvent, answer?: Parameters<ReturnType<typeof notifying>["answer"]>[0]) => {
  const deps = notifying([routeOf("orders", { immediately: "low" })]);
  await deps.put(findingOf());
  if (answer !== undefined) deps.answer(answer);
  const metrics = notedMetrics();
  const reply = await makeHandler({ ...deps, log: quiet, metrics })(event, {} as Context);
  return { reply, sent: deps.sent, said: metrics.said.map(({ figures }) => figures) };
};

test("news of a finding is told, by what the finding says now", async () => {
  const { reply, sent, said } = await told(busEvent(findingOf().id));
  expect(reply).toEqual({ batchItemFailures: [] });
  expect(sent).toMatchObject([{ title: "Medium: bucket orders-raw: tag Workload is missing" }]);
  expect(said).toEqual([{ findings_told: 1, findings_failed: 0 }]);
});

test("what nobody took comes again by the queue", async () => {
  const { reply, said } = await told(busEvent(findingOf().id), {
    kind: "failed",
    because: "answered 503",
    forGood: false,
  });
  expect(said).toEqual([{ findings_told: 0, findings_failed: 1 }]);
  expect(reply).toEqual({ batchItemFailures: [{ itemIdentifier: "m0" }] });
});

test("an event of another aggregate is put aside, one of a finding that is gone tells nothing", async () => {
  expect((await told(busEvent("x", "grant"))).reply).toEqual({ batchItemFailures: [{ itemIdentifier: "m0" }] });
  const { reply, sent } = await told(busEvent("F-000000000000"));
  expect(reply).toEqual({ batchItemFailures: [] });
  expect(sent).toEqual([]);
});
