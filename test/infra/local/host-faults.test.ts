import { describe, expect, test } from "vitest";
import { hostOf } from "#infra/local/host.ts";
import { SqliteTable } from "#shared/adapters/local/sqlite-table.ts";
import { hours, isoOf, minutes, plus, seconds } from "#shared/kernel/time.ts";
import { deliver, START, tinyFunction, tinyPlane } from "#test/support/tiny-plane.ts";

const row = (pk: string) =>
  ({
    op: "put",
    item: { pk, sk: "ROW", kind: "event", version: 1, revision: 1, body: "{}", indexes: {} },
    expect: "absent",
  }) as const;

function working() {
  const plane = tinyPlane();
  const done: string[] = [];
  const clockTime = () => isoOf(plane.clock.now()).slice(11, 19);
  const worker = tinyFunction("worker", { kind: "queue", queue: "work", concurrency: 1 }, async () => {
    done.push(clockTime());
  });
  return { plane, done, clockTime, worker };
}

describe("what fails holds nothing else up", () => {
  test("a stream reader that fails: queues and schedules flow, and the records come again", async () => {
    const { plane, done, worker } = working();
    let broken = true;
    const read: number[] = [];
    const reader = tinyFunction("reader", { kind: "stream" }, async (event) => {
      if (broken) throw new Error("cannot read");
      read.push((event as { Records: readonly unknown[] }).Records.length);
    });
    await new SqliteTable(plane.database).transact([row("a"), row("b")]);
    await plane.queues.send("work", {});
    const host = hostOf(plane, deliver(plane, [reader, worker]));
    await expect(host.settle()).rejects.toThrow("cannot read");
    expect(done).toEqual(["09:00:00"]);
    broken = false;
    await host.settle();
    expect(read).toEqual([2]);
  });

  test("a one-shot for a function that is gone: told once, then forgotten", async () => {
    const { plane, done, worker } = working();
    await plane.oneShots.create({ name: "end-1", at: START, target: "gone", payload: {} });
    await plane.queues.send("work", {});
    const host = hostOf(plane, deliver(plane, [worker]));
    await expect(host.settle()).rejects.toThrow('no function "gone"');
    await host.settle();
    expect(done).toEqual(["09:00:00"]);
  });

  test("a message that its function reports as failed comes again, after 2 seconds, then 4", async () => {
    const { plane, clockTime } = working();
    const tries: string[] = [];
    const picky = tinyFunction("picky", { kind: "queue", queue: "work", concurrency: 1 }, async () => {
      tries.push(clockTime());
      return { batchItemFailures: tries.length < 3 ? [{ itemIdentifier: "1" }] : [] };
    });
    await plane.queues.send("work", {});
    await hostOf(plane, deliver(plane, [picky])).advance(hours(1));
    expect(tries).toEqual(["09:00:00", "09:00:02", "09:00:06"]);
    expect(plane.queues.depths()).toEqual({});
  });
});

describe("time", () => {
  test("a delayed message comes at its moment, not before", async () => {
    const { plane, done, worker } = working();
    await plane.queues.send("work", {}, seconds(90));
    const host = hostOf(plane, deliver(plane, [worker]));
    await host.advance(seconds(89));
    expect(done).toEqual([]);
    await host.advance(seconds(1));
    expect(done).toEqual(["09:01:30"]);
  });

  test("two advances at once happen one after the other, and add up", async () => {
    const { plane, worker } = working();
    const host = hostOf(plane, deliver(plane, [worker]));
    const ends = await Promise.all([host.advance(minutes(10)), host.advance(minutes(20))]);
    expect(ends.map(isoOf)).toEqual(["2026-11-23T09:10:00.000Z", "2026-11-23T09:30:00.000Z"]);
  });

  test("a schedule that a sleeping machine missed runs once, not once for each time missed", async () => {
    const { plane } = working();
    const runs: string[] = [];
    const sweep = tinyFunction("sweep", { kind: "schedule", every: "10m" }, async (event) => {
      runs.push((event as { time: string }).time.slice(11, 16));
    });
    const host = hostOf(plane, deliver(plane, [sweep]));
    plane.clock.set(plus(START, hours(8)));
    await host.settle();
    expect(runs).toEqual(["09:10"]);
    await host.advance(minutes(10));
    expect(runs).toEqual(["09:10", "17:10"]);
  });

  test("what a message causes is done before time goes on", async () => {
    const { plane, done, worker } = working();
    const first = tinyFunction("first", { kind: "queue", queue: "first", concurrency: 1 }, async () => {
      await plane.queues.send("work", {});
    });
    await plane.queues.send("first", {}, minutes(5));
    await hostOf(plane, deliver(plane, [first, worker])).advance(hours(1));
    expect(done).toEqual(["09:05:00"]);
  });

  test("a host that stopped starts nothing more", async () => {
    const { plane, done, worker } = working();
    const host = hostOf(plane, deliver(plane, [worker]));
    host.start();
    await host.stop();
    await plane.queues.send("work", {});
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(done).toEqual([]);
  });
});
