import type { Context, SQSEvent } from "aws-lambda";
import { expect, test } from "vitest";
import { makeHandler as makeEnforcementSweep } from "#functions/enforcement-sweep/handler.ts";
import { makeHandler as makeSweepPlan } from "#functions/sweep-plan/handler.ts";
import { makeHandler } from "#functions/sweep-shard/handler.ts";
import type { JsonObject } from "#shared/kernel/json.ts";
import { enforcement, openFindings } from "#test/support/enforcement.ts";
import { at } from "#test/support/findings.ts";
import { notedMetrics } from "#test/support/noted-metrics.ts";
import { bucketOf, scriptedCloud } from "#test/support/scripted-cloud.ts";

function sweeping() {
  const sent: JsonObject[] = [];
  const lines: string[] = [];
  const log = {
    info: (line: string) => void lines.push(line),
    warn: (line: string) => void lines.push(line),
    error: (line: string) => void lines.push(line),
  };
  const queues = { send: async (_queue: string, message: JsonObject) => void sent.push(message) };
  const deps = enforcement(scriptedCloud(bucketOf("a"), bucketOf("b"), bucketOf("c")));
  const metrics = notedMetrics();
  return { deps: { ...deps, log, queues, metrics }, sent, lines, said: metrics.said };
}

const batch = (...bodies: readonly string[]): SQSEvent => ({
  Records: bodies.map((body, index) => ({ messageId: `m${index}`, body }) as SQSEvent["Records"][number]),
});

const context = {} as Context;

test("a sweep goes on by messages until nothing is left of it", async () => {
  const { deps, sent, lines, said } = sweeping();
  await makeSweepPlan(deps)({} as never, context);
  expect(sent).toHaveLength(2);
  const handler = makeHandler(deps);
  for (let next = sent.shift(); next !== undefined; next = sent.shift()) {
    expect(await handler(batch(JSON.stringify(next)), context)).toEqual({ batchItemFailures: [] });
  }
  expect(await openFindings(deps)).toHaveLength(3);
  expect(lines.filter((line) => line === "A sweep came to its end")).toHaveLength(2);
  expect(said.map(({ figures }) => figures)).toContainEqual({
    resources_listed: 3,
    resources_compliant: 0,
    resources_tagged: 0,
    events_missed: 0,
    event_loss_percent: 0,
  });
  expect(said).toHaveLength(2);
});

test.each([
  { because: "it is not JSON", body: "{" },
  { because: "it is of another form", body: '{"run":"r"}' },
  {
    because: "bad day: messages of an older version, without a phase",
    body: '{"run":"r","account":"111122223333","region":"x","type":"y","cursor":""}',
  },
  {
    because: "it has a field too many",
    body: '{"run":"r","account":"111122223333","region":"x","type":"y","phase":"list","cursor":"","z":1}',
  },
])("a message that is none fails alone: $because", async ({ body }) => {
  const { deps } = sweeping();
  const good = JSON.stringify({
    run: "r",
    account: "111122223333",
    region: "eu-west-1",
    type: "s3.bucket",
    phase: "list",
    cursor: "",
  });
  const answer = await makeHandler(deps)(batch(body, good), context);
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "m0" }] });
  expect(await openFindings(deps)).toHaveLength(2);
});

test("what is due is taken up each minute, and one that fails does not hold up the others", async () => {
  const { deps, lines } = sweeping();
  deps.cloud.onRead = () => ({ kind: "not-ready" });
  const handler = makeHandler(deps);
  const task = { run: "r", account: "111122223333", region: "eu-west-1", type: "s3.bucket", phase: "list", cursor: "" };
  await handler(batch(JSON.stringify(task)), context);
  expect(await deps.stores.pending.list(10)).toHaveLength(2);
  deps.clock.set(at("2026-11-23T08:05:00Z"));
  deps.cloud.onRead = (ref, found) => {
    if (ref.arn.endsWith(":a")) throw new Error("the line broke");
    return found;
  };
  await makeEnforcementSweep(deps)({} as never, context);
  expect((await deps.stores.pending.list(10)).map(({ resource }) => resource.arn)).toEqual(["arn:aws:s3:::a"]);
  expect(lines).toContain("Could not take something up");
});
