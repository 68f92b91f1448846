import { describe, expect, test } from "vitest";
import { cleared, seen } from "#shared/findings/finding-change.ts";
import type { Message, SinkReply } from "#shared/findings/message-sink.ts";
import { notifyFinding } from "#shared/findings/notify-finding.ts";
import { at, findingOf, sightingOf } from "#test/support/findings.ts";
import { notifying, routeOf } from "#test/support/notify.ts";

const orders = routeOf("orders", { when: [{ team: ["orders"] }], immediately: "medium" });
const watch = routeOf("watch", { when: [{ severity: ["high", "critical"] }], immediately: "low" });
const everything = routeOf("everything");

const channelOf = ({ destination }: Message): string => ("channel" in destination ? destination.channel : "");

describe("told at once", () => {
  test("once per destination, however often the news comes", async () => {
    const deps = notifying([orders, everything]);
    const finding = findingOf();
    await deps.put(finding);
    expect(await notifyFinding(finding.id, deps)).toEqual({ told: 1, again: false });
    expect(await notifyFinding(finding.id, deps)).toEqual({ told: 0, again: false });
    expect(deps.sent).toMatchObject([{ destination: { channel: "#orders" }, path: `/findings/${finding.id}` }]);
  });

  test("all routes that fit deliver, and one destination of two routes hears it once", async () => {
    const same = routeOf("same", {
      immediately: "low",
      send: [
        { via: "slack", channel: "#orders" },
        { via: "webhook", connection: "siem" },
      ],
    });
    const deps = notifying([orders, same, watch]);
    const finding = findingOf();
    await deps.put(finding);
    await notifyFinding(finding.id, deps);
    expect(deps.sent.map(({ destination }) => destination.via)).toEqual(["slack", "webhook"]);
  });

  test.each([
    { because: "it is of another team", over: { owner: "team:finance" }, told: 0 },
    { because: "it is not bad enough", over: { severity: "low" as const }, told: 0 },
    { because: "it is bad enough for the watch too", over: { severity: "high" as const }, told: 2 },
  ])("$told destinations: $because", async ({ over, told }) => {
    const deps = notifying([orders, watch, everything]);
    const finding = findingOf(over);
    await deps.put(finding);
    expect(await notifyFinding(finding.id, deps)).toMatchObject({ told });
  });

  test("again when it opens again, and when it gets worse", async () => {
    const deps = notifying([orders]);
    const finding = findingOf();
    await deps.put(finding);
    await notifyFinding(finding.id, deps);
    const closed = cleared(finding, "read-back", at("2026-11-23T09:00:00Z"))?.finding ?? finding;
    await deps.put(closed);
    expect(await notifyFinding(finding.id, deps)).toMatchObject({ told: 0 });
    const again = seen(closed, sightingOf(), at("2026-11-23T10:00:00Z"))?.finding ?? closed;
    await deps.put(again);
    expect(await notifyFinding(finding.id, deps)).toMatchObject({ told: 1 });
    await deps.put({ ...again, severity: "high" });
    expect(await notifyFinding(finding.id, deps)).toMatchObject({ told: 1 });
  });

  test("not again when it gets better, nor when it is as bad as it was told to be before", async () => {
    const deps = notifying([orders]);
    const finding = findingOf({ severity: "high" });
    for (const severity of ["high", "medium", "high"] as const) {
      await deps.put({ ...finding, severity });
      await notifyFinding(finding.id, deps);
    }
    expect(deps.sent.map(({ title }) => title.split(":")[0])).toEqual(["High"]);
    await deps.put({ ...finding, severity: "critical" });
    await notifyFinding(finding.id, deps);
    expect(deps.sent.map(({ title }) => title.split(":")[0])).toEqual(["High", "Critical"]);
  });

  test("not of what is closed, covered by an exemption, or nobody knows", async () => {
    const deps = notifying([orders]);
    const exempted = { exemption: "E-1", until: at("2027-01-01T00:00:00Z") };
    const covered = seen(undefined, sightingOf({ exempted }), at("2026-11-23T08:00:00Z"))?.finding;
    if (covered !== undefined) await deps.put(covered);
    expect(await notifyFinding(findingOf().id, deps)).toEqual({ told: 0, again: false });
    expect(await notifyFinding("F-000000000000", deps)).toEqual({ told: 0, again: false });
    expect(deps.sent).toEqual([]);
  });

  test("one worker of two tells it: the other finds the row moved", async () => {
    const deps = notifying([orders]);
    const finding = findingOf();
    await deps.put(finding);
    const both = await Promise.all([notifyFinding(finding.id, deps), notifyFinding(finding.id, deps)]);
    expect(both.map(({ told }) => told).toSorted()).toEqual([0, 1]);
    expect(deps.sent).toHaveLength(1);
  });

  test("a destination that failed is tried again without telling the others twice", async () => {
    const two = routeOf("two", {
      immediately: "low",
      send: [
        { via: "slack", channel: "#broken" },
        { via: "slack", channel: "#fine" },
      ],
    });
    const deps = notifying([two]);
    const finding = findingOf();
    await deps.put(finding);
    const flaky = {
      ...deps,
      sink: {
        async send(message: Message): Promise<SinkReply> {
          await deps.sink.send(message);
          return channelOf(message) === "#broken"
            ? { kind: "failed", because: "answered 503", forGood: false }
            : { kind: "delivered" };
        },
      },
    };
    expect(await notifyFinding(finding.id, flaky)).toEqual({ told: 1, again: true });
    expect(await notifyFinding(finding.id, deps)).toEqual({ told: 1, again: false });
    expect(deps.sent.map(channelOf)).toEqual(["#broken", "#fine", "#broken"]);
  });

  test("not while it flaps: that is for the digest", async () => {
    const deps = notifying([orders]);
    const turns = ["2026-11-23T07:00:00Z", "2026-11-23T07:20:00Z", "2026-11-23T07:40:00Z"].map(at);
    await deps.put({ ...findingOf(), state: "REOPENED", repeats: 3, turns });
    expect(await notifyFinding(findingOf().id, deps)).toEqual({ told: 0, again: false });
  });

  test("tried again when nobody took it, five times, and given up for good when it was refused for good", async () => {
    const deps = notifying([orders]);
    const finding = findingOf();
    await deps.put(finding);
    deps.answer({ kind: "failed", because: "answered 503", forGood: false });
    const tries = [];
    for (let count = 0; count < 6; count += 1) tries.push((await notifyFinding(finding.id, deps)).again);
    expect(tries).toEqual([true, true, true, true, false, false]);
    expect(deps.sent).toHaveLength(5);
    expect(new Set(deps.sent.map(({ key }) => key)).size).toBe(1);
    const other = notifying([orders]);
    await other.put(finding);
    other.answer({ kind: "failed", because: "answered 410", forGood: true });
    expect(await notifyFinding(finding.id, other)).toEqual({ told: 0, again: false });
    await notifyFinding(finding.id, other);
    expect(other.sent).toHaveLength(1);
  });
});
