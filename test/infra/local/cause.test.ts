import type { SQSEvent } from "aws-lambda";
import { expect, test } from "vitest";
import { outboxPublish } from "#functions/outbox-publish/function.ts";
import { makeHandler as publishing } from "#functions/outbox-publish/handler.ts";
import { localBus } from "#infra/local/bus.ts";
import { deliveriesOf } from "#infra/local/deliveries.ts";
import type { LambdaHandler, LocalFunction } from "#infra/local/local-function.ts";
import { SqliteTable } from "#shared/adapters/local/sqlite-table.ts";
import { jsonLog } from "#shared/adapters/node/json-log.ts";
import { nodeDigest } from "#shared/adapters/node/node-ports.ts";
import { eventHandler, queueHandler } from "#shared/runtime/queue.ts";
import { causedBy } from "#shared/storage/cause.ts";
import { publishWaiting } from "#shared/storage/outbox.ts";
import type { RecordKind } from "#shared/storage/record.ts";
import { recordsOn } from "#shared/storage/records.ts";
import { type TinyPorts, tinyFunction, tinyPlane } from "#test/support/tiny-plane.ts";

type Door = { readonly state: string };

const DOOR: RecordKind<Door> = {
  name: "door",
  version: 1,
  encode: (value) => value,
  decode: (value) => value as Door,
  indexes: () => ({}),
};

const XRAY = "Root=1-67891233-abcdef012345678912345678;Parent=53995c3f42cd8ad8;Sampled=1";

/** A plane whose bus may fail: `door-hear` tells by a queue, `door-tell` and it write lines. */
function world() {
  const plane = tinyPlane();
  const lines: { readonly [name: string]: unknown }[] = [];
  const log = jsonLog(
    (line) => void lines.push(JSON.parse(line) as (typeof lines)[number]),
    () => plane.clock.now(),
  );
  const nothing = async (): Promise<void> => undefined;
  const hear = tinyFunction("door-hear", { kind: "events", source: ["tollgate"], types: ["door.*"] }, nothing);
  const tell = tinyFunction("door-tell", { kind: "queue", queue: "told", concurrency: 1 }, nothing);
  const publish: LocalFunction<TinyPorts> = { spec: outboxPublish, makeHandler: () => nothing };
  const specs = [publish, hear, tell];
  const bus = { down: false };
  const local = localBus([hear.spec], plane.queues);
  const table = new SqliteTable(plane.database);
  const deps = {
    table,
    clock: plane.clock,
    log,
    bus: {
      publish: (event: Parameters<typeof local.publish>[0]) =>
        bus.down ? Promise.reject(new Error("the bus is down")) : local.publish(event),
    },
  };
  const handlers: { readonly [name: string]: unknown } = {
    [outboxPublish.name]: publishing(deps),
    "door-hear": eventHandler(async ({ "detail-type": type }) => {
      log.info("heard", { type });
      await plane.queues.send("told", { type });
    }, deps),
    "door-tell": queueHandler(async () => log.info("told"), deps),
  };
  const deliveries = deliveriesOf(plane, specs, ({ name }) => handlers[name] as LambdaHandler);
  const settle = async (): Promise<void> => {
    for (let works = deliveries.due(); works.length > 0; works = deliveries.due()) {
      for (const work of works) await work.run();
    }
  };
  const records = recordsOn(table, { clock: plane.clock, digest: nodeDigest });
  const open = (id: string) =>
    records.commit([
      records.create(DOOR, id, { value: { state: "open" }, event: { type: "door.opened", by: "ada", data: {} } }),
    ]);
  return { open, settle, lines, bus, deps, records, tell: handlers["door-tell"] as (event: SQSEvent) => Promise<void> };
}

test("a request is followed through the table, the outbox, the bus and a queue to what it did last", async () => {
  const { open, settle, lines } = world();
  await causedBy({ request: "r-1", xray: XRAY }, () => open("front"));
  await settle();
  const trace = "1-67891233-abcdef012345678912345678";
  expect(lines.map(({ message, cause, trace: of }) => [message, cause, of])).toEqual([
    ["heard", "r-1", trace],
    ["told", "r-1", trace],
  ]);
});

test("what the bus did not take at first keeps what it was for", async () => {
  const { open, settle, lines, bus, deps } = world();
  bus.down = true;
  await causedBy({ request: "r-2" }, () => open("back"));
  await settle();
  expect(lines).toEqual([]);
  bus.down = false;
  expect(await publishWaiting(deps)).toBe(1);
  await settle();
  expect(lines.map(({ message, cause }) => [message, cause])).toEqual([
    ["heard", "r-2"],
    ["told", "r-2"],
  ]);
});

test("what nobody's request caused is followed from its first message", async () => {
  const { open, settle, lines } = world();
  await open("side");
  await settle();
  expect(lines.map(({ message }) => message)).toEqual(["heard", "told"]);
  expect(lines[0]?.["cause"]).toMatch(/^\d+$/);
  expect(lines[1]?.["cause"]).toBe(lines[0]?.["cause"]);
});

test("it is no part of the event: what is chained and exported is the same with and without it", async () => {
  const [with_, without] = [world(), world()];
  await causedBy({ request: "r-3", xray: XRAY }, () => with_.open("gate"));
  await without.open("gate");
  expect(await with_.records.events("door", "gate")).toEqual(await without.records.events("door", "gate"));
});

test("X-Ray's header of a message is the newer one: its parent is the step before", async () => {
  const { lines, tell } = world();
  const newer = XRAY.replace("67891233", "67891299");
  const record = {
    messageId: "m1",
    body: "{}",
    attributes: { AWSTraceHeader: newer },
    messageAttributes: { cause: { stringValue: `r-4 ${XRAY}` } },
  };
  await tell({ Records: [record] } as unknown as SQSEvent);
  expect(lines.map(({ cause, trace }) => [cause, trace])).toEqual([["r-4", "1-67891299-abcdef012345678912345678"]]);
});
