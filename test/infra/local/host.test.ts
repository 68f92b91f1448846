import type { SQSEvent } from "aws-lambda";
import { describe, expect, test } from "vitest";
import { localBus } from "#infra/local/bus.ts";
import { hostOf } from "#infra/local/host.ts";
import { hours, isoOf, minutes, plus } from "#shared/kernel/time.ts";
import { deliver, START, tinyFunction, tinyPlane } from "#test/support/tiny-plane.ts";

const bodyOf = (event: unknown): unknown => JSON.parse((event as SQSEvent).Records[0]?.body ?? "null");

describe("the host", () => {
  test("delivers a bus event to every function that listens to it, and to no other", async () => {
    const plane = tinyPlane();
    const seen: string[] = [];
    const listener = (name: string, types: readonly string[]) =>
      tinyFunction(name, { kind: "events", source: ["tollgate"], types }, async () => void seen.push(name));
    const functions = [
      listener("all", ["grant.*"]),
      listener("one", ["grant.active"]),
      listener("none", ["finding.opened"]),
    ];
    const bus = localBus(
      functions.map(({ spec }) => spec),
      plane.queues,
    );
    await bus.publish({ id: "e1", source: "tollgate", type: "grant.active", detail: {} });
    await bus.publish({ id: "e2", source: "elsewhere", type: "grant.active", detail: {} });
    await hostOf(plane, deliver(plane, functions)).settle();
    expect(seen.toSorted()).toEqual(["all", "one"]);
  });

  test("tries a failing message again with growing patience, then puts it aside; what is behind it flows", async () => {
    const plane = tinyPlane();
    const tries: string[] = [];
    const worker = tinyFunction("worker", { kind: "queue", queue: "work", concurrency: 1 }, async (event) => {
      const { name } = bodyOf(event) as { name: string };
      tries.push(name);
      if (name === "poison") throw new Error("cannot");
    });
    await plane.queues.send("work", { name: "poison" });
    await plane.queues.send("work", { name: "good" });
    const host = hostOf(plane, deliver(plane, [worker]));
    await host.settle();
    expect(tries).toEqual(["poison", "good"]);
    await host.advance(hours(1));
    expect(tries.filter((name) => name === "poison")).toHaveLength(6);
    expect(plane.queues.depths()).toEqual({ "work.dead": 1 });
  });

  test("advancing runs each schedule and one-shot at its own moment", async () => {
    const plane = tinyPlane();
    const at: string[] = [];
    const note = async (what: string) => void at.push(`${what} ${isoOf(plane.clock.now()).slice(11, 16)}`);
    const functions = [
      tinyFunction("sweep", { kind: "schedule", every: "30m" }, () => note("sweep")),
      tinyFunction("weekday", { kind: "schedule", cron: "20 10 ? * MON *" }, () => note("cron")),
      tinyFunction("end", { kind: "one-shot" }, (payload) => note(`end ${JSON.stringify(payload)}`)),
    ];
    await plane.oneShots.create({ name: "end-1", at: plus(START, minutes(75)), target: "end", payload: { id: 1 } });
    await plane.oneShots.create({ name: "end-1", at: plus(START, minutes(5)), target: "end", payload: { id: 2 } });
    const now = await hostOf(plane, deliver(plane, functions)).advance(minutes(90));
    expect(isoOf(now)).toBe("2026-11-23T10:30:00.000Z");
    expect(at).toEqual(["sweep 09:30", "sweep 10:00", 'end {"id":1} 10:15', "cron 10:20", "sweep 10:30"]);
  });

  test("a one-shot that fails is not repeated: the sweep is what makes up for it", async () => {
    const plane = tinyPlane();
    let runs = 0;
    const end = tinyFunction("end", { kind: "one-shot" }, async () => {
      runs += 1;
      throw new Error("cannot");
    });
    await plane.oneShots.create({ name: "end-1", at: START, target: "end", payload: {} });
    const host = hostOf(plane, deliver(plane, [end]));
    await host.settle();
    await host.advance(hours(1));
    expect(runs).toBe(1);
  });
});
